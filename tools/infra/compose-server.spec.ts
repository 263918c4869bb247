import { describe, expect, it } from 'vitest';
import { PROJECT, startComposeServer, type RunCommand } from './compose-server';

describe('a server in a container', () => {
  const ran: string[] = [];
  const published: (string | undefined)[] = [];
  const record: RunCommand = (file, args, { env }) => {
    ran.push([file, ...args].join(' '));
    published.push(env['REDIS_PORT']);
  };

  it('is started alone, at a free port, with its password, and stopped without its data', async () => {
    let asked = 0;
    const server = await startComposeServer(
      {
        command: ['docker', 'compose'],
        root: '/checkout',
        service: 'redis',
        portVariable: 'REDIS_PORT',
        env: { REDIS_PASSWORD: 'secret' },
        url: (port) => `redis://:secret@127.0.0.1:${port}/0`,
        ready: () => {
          asked += 1;
          return asked < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve();
        },
      },
      record,
    );
    await server.stop();
    await server.restart();
    await server.kill();
    expect(ran).toEqual([
      `docker compose -p ${PROJECT} up -d --no-deps redis`,
      `docker compose -p ${PROJECT} stop redis`,
      `docker compose -p ${PROJECT} up -d --no-deps redis`,
      `docker compose -p ${PROJECT} kill redis`,
    ]);
    expect(new Set(published)).toEqual(new Set([String(server.port)]));
    expect(server.url).toBe(`redis://:secret@127.0.0.1:${server.port}/0`);
    expect(server.identity).toBeUndefined();
  });
});
