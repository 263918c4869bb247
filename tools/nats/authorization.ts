import { allPermissions, type UserPermissions } from './permissions';

export type NatsUser = ReturnType<typeof allPermissions> extends ReadonlyMap<infer Name, UserPermissions> ? Name : never;

/** How a password is written into the file: a quoted text, or `$VARIABLE` which the server takes from its environment. */
export type PasswordText = (user: NatsUser) => string;

/** A second answer to the same question is refused; the slowest question is open for two minutes. */
const ANSWERS = 'allow_responses: { max: 1, expires: "5m" }';

export const passwordVariable = (user: NatsUser): string => `NATS_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`;

const list = (subjects: readonly string[], indent: string): string => `[\n${subjects.map((subject) => `${indent}  ${JSON.stringify(subject)}`).join('\n')}\n${indent}]`;

const publishBlock = ({ publish, denyPublish }: UserPermissions): string => {
  const deny = denyPublish.length === 0 ? '' : `\n        deny: ${list(denyPublish, '        ')}`;
  return `publish: {\n        allow: ${list(publish, '        ')}${deny}\n      }`;
};

const userBlock = (name: string, password: string, permissions: UserPermissions): string => `    {
      user: ${JSON.stringify(name)}
      password: ${password}
      permissions: {
      ${publishBlock(permissions)}
      subscribe: { allow: ${list(permissions.subscribe, '      ')} }${permissions.answers ? `\n      ${ANSWERS}` : ''}
      }
    }`;

/** The `authorization` block of a NATS configuration: one user per service with just its subjects. */
export const authorization = (password: PasswordText): string => {
  const users = [...allPermissions()].map(([name, permissions]) => userBlock(name, password(name), permissions));
  return `authorization {\n  timeout: 5\n  users: [\n${users.join('\n')}\n  ]\n}`;
};
