import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { SettingsOf } from '@ml/platform/settings';
import type { DecisionsSettings } from '../settings';
import { CorePlatform } from './core-platform';

const WANTED = { tenant: 'acme', cluster_id: 'c-1', region: 'us-east-1', observed_at: '2026-11-21T09:00:00Z', asked_at: '2026-11-21T10:30:00Z', attempt: 1, engines: [] } as const;
const SECRET = 's3cret';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
const platform = async (answer: (request: IncomingMessage, response: ServerResponse) => void, login = ''): Promise<CorePlatform> => {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const settings = { corePlatformUrl: `http://${login}127.0.0.1:${(server.address() as AddressInfo).port}`, corePlatformPath: '/wanted', corePlatformApiKey: SECRET };
  return new CorePlatform(settings as unknown as SettingsOf<DecisionsSettings>);
};

describe('asking the platform for a snapshot', () => {
  it('is given up after five seconds when nothing comes back', async () => {
    const silent = await platform(() => undefined);
    const startedAt = performance.now();
    await expect(silent.wantSnapshot(WANTED)).rejects.toThrow(/timeout|aborted/i);
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  }, 10_000);

  it('does not wait for the end of an answer that never ends', async () => {
    const endless = await platform((_, response) => void response.writeHead(202).write('x'));
    await endless.wantSnapshot(WANTED);
  });

  it('carries its key nowhere else', async () => {
    let elsewhere = 0;
    const target = await platform((_, response) => void response.end(String((elsewhere += 1))));
    const moved = await platform((_, response) => void response.writeHead(307, { location: String((target as unknown as { address: URL }).address) }).end());
    await expect(moved.wantSnapshot(WANTED)).rejects.toThrow();
    expect(elsewhere).toBe(0);
  });

  it('signs in with the password of the address, and shows it in no error', async () => {
    let given: string | undefined;
    const guarded = await platform((request, response) => {
      given = request.headers.authorization;
      response.writeHead(500).end();
    }, `user:${SECRET}@`);
    const error = await guarded.wantSnapshot(WANTED).catch(String);
    expect(given).toBe(`Basic ${Buffer.from(`user:${SECRET}`).toString('base64')}`);
    expect(error).toBe('Error: the platform answers 500');
  });
});
