import { authorization, passwordVariable } from './authorization';

/** Included by `deploy/nats/nats-server.conf`. */
export const PERMISSIONS_FILE = 'deploy/nats/permissions.conf';

const HEADER = `# Made by "npm run nats:config" from libs/contracts: change the contracts, not this file.
# Passwords come from the environment of the server. Quote one that starts with a digit or holds a "$": NATS reads them as its own syntax.
`;

export const permissionsFile = (): string => `${HEADER}${authorization((user) => `$${passwordVariable(user)}`)}\n`;
