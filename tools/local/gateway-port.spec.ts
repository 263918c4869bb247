import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { gatewayHost, gatewayPort, wantedPort } from './gateway-port';
import { silentReport } from './report';

describe('gatewayPort', () => {
  it.each([[{}], [{ ML_SERVER_PORT: '' }]])('is 8001 on every address unless somebody says otherwise: %j', (env) => {
    expect([wantedPort(env), gatewayHost(env)]).toEqual([8001, '0.0.0.0']);
  });

  it.each(['abc', '65536', '-1', '80.5', ' '])('refuses "%s" by the name of the variable', (text) => {
    expect(() => wantedPort({ ML_SERVER_PORT: text })).toThrow(`ML_SERVER_PORT is "${text}"`);
  });

  it('takes any free port for 0', async () => {
    expect(await gatewayPort({ ML_SERVER_PORT: '0' }, silentReport)).toBeGreaterThan(0);
  });

  it('takes another port and says so when the wanted one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const said: string[] = [];
    const taken = await gatewayPort({ ML_SERVER_PORT: String(port), ML_SERVER_HOST: '127.0.0.1' }, { ...silentReport, warn: (text) => said.push(text) });
    other.close();
    expect(taken).not.toBe(port);
    expect(said.join()).toContain(`port ${port} is taken`);
  });
});
