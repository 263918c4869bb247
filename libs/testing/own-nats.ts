import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { ensureStreams } from '@ml/platform/bus/ensure-streams';
import type { RunningServer } from '../../tools/infra/running-server';
import { startNats } from '../../tools/infra/start-nats';
import { authorization, type NatsUser } from '../../tools/nats/authorization';
import { BOOTSTRAP } from '../../tools/nats/permissions';
import { testPidFile } from '../../tools/test/test-directory';

export interface NatsLogin {
  readonly url: string;
  readonly user: NatsUser;
  readonly password: string;
}

export interface OwnNats {
  readonly server: RunningServer;
  /** Its streams and its log. */
  readonly directory: string;
  login(user: NatsUser): NatsLogin;
  /** A connection with the rights of that user. */
  connectAs(user: NatsUser): Promise<NatsConnection>;
  stop(): Promise<void>;
}

/** A NATS server with JetStream, the generated users, the streams and the buckets. */
export const ownNats = async (place: { readonly program: string; readonly directory: string; readonly port?: number }): Promise<OwnNats> => {
  const dir = mkdtempSync(path.join(place.directory, 'nats-'));
  const password = randomBytes(12).toString('hex');
  const server = await startNats({
    program: place.program,
    ...(place.port !== undefined && { port: place.port }),
    dir,
    log: path.join(dir, 'nats.log'),
    config: authorization((user) => JSON.stringify(`${user}-${password}`)),
  });
  const pids = testPidFile(place.directory);
  if (server.identity !== undefined) pids.add({ ...server.identity, name: dir, stopSignal: 'SIGINT' });
  const login = (user: NatsUser): NatsLogin => ({ url: server.url, user, password: `${user}-${password}` });
  const connectAs = (user: NatsUser) => connect({ servers: server.url, user, pass: login(user).password, name: user, inboxPrefix: `_INBOX.${user}` });
  const bootstrap = await connectAs(BOOTSTRAP);
  await ensureStreams(bootstrap);
  await bootstrap.close();
  return {
    server,
    directory: dir,
    login,
    connectAs,
    stop: async () => {
      await server.stop();
      pids.remove(dir);
    },
  };
};
