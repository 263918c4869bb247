import { describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { goodRequest, posted, request, SPOT } from './requests';
import { ADMIN_KEY, decisions, DecisionsStandIn, PricingStandIn, runningGateway, standIn, TENANT_DECISION } from './running-gateway';

const servers = await realServers();
await standIn(servers, 'decisions', DecisionsStandIn);
await standIn(servers, 'pricing', PricingStandIn);
const gateway = await runningGateway(servers, { FAILED_AUTH_PER_MINUTE: '20' });
const other = await runningGateway(servers, { RATE_LIMIT_PER_MINUTE: '5' });

const KEYS = '/api/v1/admin/api-keys';
const HISTORY = '/api/v1/ml/pricing/spot';

const make = async (wanted: object): Promise<{ readonly id: string; readonly key: string }> => {
  const { status, body } = await request(gateway, KEYS, posted(wanted, { key: ADMIN_KEY }));
  expect(status, JSON.stringify(body)).toBe(201);
  return body as unknown as { readonly id: string; readonly key: string };
};

const decide = (key: string, body: object) => request(gateway, SPOT, posted(body, { key }));

describe('a key', () => {
  it.each([
    ['missing', null, 401, 'UNAUTHENTICATED'],
    ['wrong', 'mlk_nobody', 401, 'INVALID_KEY'],
    ['too long', 'x'.repeat(600), 401, 'UNAUTHENTICATED'],
  ])('that is %s is refused', async (...[, key, status, code]) => {
    const answer = await request(gateway, HISTORY, { key });
    expect([answer.status, answer.body['code'], answer.body['path']]).toEqual([status, code, 'X-API-Key']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('also travels as a bearer token', async () => {
    const { key } = await make({ name: 'bearer', scope: 'viewer' });
    expect((await request(gateway, HISTORY, { key: null, headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  });

  it('is shown once and never again', async () => {
    const { id, key } = await make({ name: 'once', scope: 'viewer' });
    const list = await request(gateway, KEYS, { key: ADMIN_KEY });
    expect(list.text).toContain(id);
    expect(list.text).not.toContain(key);
    expect(Number(list.headers.get('x-total-count'))).toBeGreaterThan(2);
  });

  it('is known at once on every replica and refused everywhere soon after it is revoked', async () => {
    const { id, key } = await make({ name: 'short-lived', scope: 'viewer' });
    expect((await request(other, HISTORY, { key })).status).toBe(200);
    expect((await request(gateway, `${KEYS}/${id}`, { method: 'DELETE', key: ADMIN_KEY })).body['revoked_at']).not.toBeNull();
    expect((await request(gateway, HISTORY, { key })).body['code']).toBe('INVALID_KEY');
    await expect.poll(async () => (await request(other, '/api/v1/ml/metrics', { key })).body['code'], { interval: 300 }).toBe('INVALID_KEY');
  });

  it('is replaced without an interruption', async () => {
    const old = await make({ name: 'core', scope: 'platform', tenant: 'acme' });
    const next = await make({ rotated_from: old.id, grace_seconds: 5 });
    expect(next).toMatchObject({ name: 'core', scope: 'platform', tenant: 'acme', rotated_from: old.id });
    expect((await request(gateway, HISTORY, { key: old.key })).status).toBe(200);
    expect((await request(gateway, HISTORY, { key: next.key })).status).toBe(200);
    await expect.poll(async () => (await request(gateway, HISTORY, { key: old.key })).status, { interval: 300 }).toBe(401);
  });

  it('does only what its scope allows', async () => {
    const viewer = await make({ name: 'viewer', scope: 'viewer' });
    const platform = await make({ name: 'platform', scope: 'platform' });
    const bound = await make({ name: 'bound admin', scope: 'admin', tenant: 'acme' });
    expect((await decide(viewer.key, goodRequest)).body['code']).toBe('FORBIDDEN');
    expect((await request(gateway, KEYS, { key: platform.key })).body['code']).toBe('FORBIDDEN');
    expect((await request(gateway, KEYS, { key: bound.key })).body['code']).toBe('FORBIDDEN');
  });

  it.each([
    [{ scope: 'viewer' }, 'MISSING_FIELD', 'name'],
    [{ name: 'x', scope: 'god' }, 'BAD_FIELD', 'scope'],
    [{ name: 'x', scope: 'viewer', expires_at: '2020-01-01T00:00:00Z' }, 'BAD_FIELD', 'expires_at'],
    [{ name: 'x', rotated_from: '019a7b1e-8c00-7000-8000-00000000000a' }, 'BAD_FIELD', 'name'],
    [{ rotated_from: '019a7b1e-8c00-7000-8000-00000000000a' }, 'NOT_FOUND', 'id'],
  ])('is not made of %j', async (...[wanted, code, path]) => {
    const { body } = await request(gateway, KEYS, posted(wanted, { key: ADMIN_KEY }));
    expect([body['code'], body['path']]).toEqual([code, path]);
  });

  it('has a limit per minute and is told where it stands', async () => {
    const { key } = await make({ name: 'eager', scope: 'viewer' });
    const answers = [];
    for (let asked = 0; asked < 6; asked += 1) answers.push(await request(other, HISTORY, { key }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers[0]?.headers.get('ratelimit-remaining')).toBe('4');
    expect(answers[5]?.body).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe("a tenant's key", () => {
  it('may not name another customer', async () => {
    const { key } = await make({ name: 'acme', scope: 'platform', tenant: 'acme' });
    const { status, body } = await decide(key, { ...goodRequest, customer_id: 'globex' });
    expect([status, body['code'], body['path']]).toEqual([403, 'TENANT_MISMATCH', 'customer_id']);
  });

  it('decides for its own customer, named or not', async () => {
    const { key } = await make({ name: 'acme 2', scope: 'platform', tenant: 'acme' });
    decisions.asked.length = 0;
    for (const body of [goodRequest, { ...goodRequest, customer_id: 'acme' }]) expect((await decide(key, body)).status).toBe(200);
    expect(decisions.asked.map(({ ask, context }) => [ask.envelope.customer_id, context.tenant])).toEqual([
      ['acme', 'acme'],
      ['acme', 'acme'],
    ]);
  });

  it("cannot tell another tenant's decision from none", async () => {
    const path = `/api/v1/ml/decisions/${TENANT_DECISION}`;
    const [own, foreign] = [await make({ name: 'a', scope: 'viewer', tenant: 'acme' }), await make({ name: 'g', scope: 'viewer', tenant: 'globex' })];
    const seen = await request(gateway, path, { key: own.key });
    expect(seen.status).toBe(200);
    expect((await request(gateway, path, { key: own.key, headers: { 'if-none-match': seen.headers.get('etag') ?? '' } })).status).toBe(304);
    expect((await request(gateway, path, { key: foreign.key })).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});

describe('guessing', () => {
  it('is answered with 429 after a while, which good keys do not feel', async () => {
    const { key } = await make({ name: 'bystander', scope: 'viewer' });
    const codes = [];
    for (let guess = 0; guess < 25; guess += 1) codes.push((await request(gateway, HISTORY, { key: `mlk_guess-${guess}` })).body['code']);
    expect(codes.at(-1)).toBe('RATE_LIMITED');
    expect((await request(gateway, HISTORY, { key })).status).toBe(200);
  });
});
