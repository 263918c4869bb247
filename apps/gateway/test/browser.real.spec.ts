import { describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { request } from './requests';
import { runningGateway } from './running-gateway';

const servers = await realServers();
const ORIGIN = 'https://console.example.com';
const gateway = await runningGateway(servers, { CORS_ORIGINS: ORIGIN });
const HISTORY = '/api/v1/ml/decisions/history';

const preflight = (origin: string) =>
  request(gateway, HISTORY, { method: 'OPTIONS', key: null, headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-api-key' } });

describe('a browser', () => {
  it('is told before it asks that a known origin may ask with a key, and reads the answer', async () => {
    const told = await preflight(ORIGIN);
    expect([told.status, told.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    expect(told.headers.get('access-control-allow-headers')).toContain('x-api-key');
    const answer = await request(gateway, '/livez', { key: null, headers: { origin: ORIGIN } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
  });

  it('is not let in from another origin', async () => {
    expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
  });
});
