import { execFileSync } from 'node:child_process';
import { expect, inject, it } from 'vitest';
import { passwordVariable } from '../nats/authorization';
import { allPermissions } from '../nats/permissions';

it('is a configuration that the server accepts, with passwords out of its environment', () => {
  const passwords = Object.fromEntries([...allPermissions().keys()].map((user) => [passwordVariable(user), `change-me-${user}`]));
  const check = () =>
    execFileSync(inject('servers').programs.nats, ['-c', 'deploy/nats/nats-server.conf', '-t'], { env: { NATS_SERVER_NAME: 'nats-1', ...passwords }, stdio: 'pipe' });
  expect(check).not.toThrow();
});
