import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { ENGINES } from '@ml/contracts/engines';
import { realServers } from '@ml/testing/real';
import { goodRequest, post, posted, request, SPOT } from './requests';
import { ADMIN_KEY, answerTo, decisions, DecisionsStandIn, PricingStandIn, runningGateway, SpotOptimizerStandIn, standIn } from './running-gateway';

const servers = await realServers();
await standIn(servers, 'decisions', DecisionsStandIn);
await standIn(servers, 'pricing', PricingStandIn);
await standIn(servers, 'spot-optimizer', SpotOptimizerStandIn);
const gateway = await runningGateway(servers);
const GENERIC = '/api/v1/ml/decision';

beforeEach(() => {
  decisions.asked.length = 0;
  decisions.behave = (ask) => Promise.resolve(answerTo(ask));
});

describe('a good request', () => {
  it('reaches decisions with its state unread beside it and comes back as it was answered', async () => {
    const { status, body, headers } = await post(gateway, SPOT, goodRequest);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ request_id: 'req-1', cluster_id: 'c-1', verdict: 'act' });
    expect(headers.get('x-request-id')).toBe('req-1');
    expect(decisions.asked).toHaveLength(1);
    const envelope = { requirements: goodRequest.requirements, constraints: {}, cause: 'routine', customer_id: null };
    expect(decisions.asked[0]).toMatchObject({ bytes: JSON.stringify(goodRequest.current_state).length, ask: { envelope } });
  });

  it('is decided by its decision_type on the common route', async () => {
    expect((await post(gateway, GENERIC, goodRequest)).status).toBe(200);
  });

  it('may be compressed', async () => {
    const body = gzipSync(JSON.stringify(goodRequest));
    expect((await request(gateway, SPOT, posted(body, { headers: { 'content-encoding': 'gzip' } }))).status).toBe(200);
  });

  it('goes by the X-Request-Id header when the body has no id, and by a new id when there is neither', async () => {
    const { request_id: _, ...anonymous } = goodRequest;
    const named = await request(gateway, SPOT, posted(anonymous, { headers: { 'x-request-id': 'h-1' } }));
    expect(named.body['request_id']).toBe('h-1');
    expect((await post(gateway, SPOT, anonymous)).body['request_id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('passes a deadline on', async () => {
    decisions.behave = async (ask) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return answerTo(ask);
    };
    const { status, body } = await request(gateway, SPOT, posted(goodRequest, { headers: { 'x-deadline-ms': '150' } }));
    expect([status, body['code'], body['retryable']]).toEqual([504, 'DEADLINE_EXCEEDED', true]);
  });
});

const requirement = (more: object): object => ({ ...goodRequest, requirements: { ...goodRequest.requirements, ...more } });
const without = (field: string): object => Object.fromEntries(Object.entries(goodRequest).filter(([name]) => name !== field));

describe('bad input', () => {
  it.each<[string, string, unknown, string, string | undefined]>([
    ['an unknown field', SPOT, { ...goodRequest, nope: 1 }, 'UNKNOWN_FIELD', 'nope'],
    ['an unknown requirement', SPOT, requirement({ cpus: 1 }), 'UNKNOWN_FIELD', 'requirements.cpus'],
    ['a negative number', SPOT, requirement({ vcpu: -2 }), 'BAD_FIELD', 'requirements.vcpu'],
    ['a number as text', SPOT, requirement({ count: '10' }), 'BAD_FIELD', 'requirements.count'],
    ['a wrong quantity', SPOT, requirement({ memory_gib: '8Gi' }), 'BAD_FIELD', 'requirements.memory_gib'],
    ['NaN', SPOT, '{"cluster_id":"c","current_state":{},"requirements":{"vcpu":NaN}}', 'BAD_JSON', 'requirements'],
    ['a number beyond all bounds', SPOT, '{"cluster_id":"c","current_state":{},"requirements":{"vcpu":1e999}}', 'BAD_FIELD', 'requirements.vcpu'],
    ['an instance type that is none', SPOT, requirement({ current: { instance_type: 'huge' } }), 'UNKNOWN_INSTANCE_TYPE', 'requirements.current.instance_type'],
    ['a region that is none', SPOT, requirement({ region: 'mars' }), 'UNKNOWN_REGION', 'requirements.region'],
    ['a constraint out of bounds', SPOT, { ...goodRequest, constraints: { min_risk_score: 1.1 } }, 'BAD_FIELD', 'constraints.min_risk_score'],
    ['no cluster', SPOT, without('cluster_id'), 'MISSING_FIELD', 'cluster_id'],
    ['no state', SPOT, without('current_state'), 'MISSING_FIELD', 'current_state'],
    ['a state that is no object', SPOT, { ...goodRequest, current_state: [] }, 'BAD_FIELD', 'current_state'],
    ['a time that is none', SPOT, { ...goodRequest, evaluate_at: 'tomorrow' }, 'BAD_TIME', 'evaluate_at'],
    ['another decision type than the route', SPOT, { ...goodRequest, decision_type: 'bin_pack' }, 'BAD_FIELD', 'decision_type'],
    ['a decision type that nobody knows', GENERIC, { ...goodRequest, decision_type: 'guess' }, 'UNKNOWN_DECISION_TYPE', 'decision_type'],
    ['no decision type', GENERIC, without('decision_type'), 'MISSING_FIELD', 'decision_type'],
    ['a body that is no JSON', SPOT, '{"cluster_id": c}', 'BAD_JSON', 'cluster_id'],
    ['a body that ends too early', SPOT, '{"cluster_id": "c", "current_state": {"nodes": [', 'BAD_JSON', 'body'],
    ['an empty body', SPOT, '', 'BAD_JSON', 'body'],
    ['a body that is a list', SPOT, '[1]', 'BAD_JSON', 'body'],
    ['a body that is text', SPOT, '"x"', 'BAD_JSON', 'body'],
    ['a field given twice', SPOT, '{"cluster_id":"c","cluster_id":"d","current_state":{}}', 'DUPLICATE_FIELD', 'cluster_id'],
    ['a fetch of something else', '/api/v1/ml/pricing/fetch', { data_type: 'weather' }, 'BAD_FIELD', 'data_type'],
    ['an outcome that is none', '/api/v1/ml/decisions/019a7b1e-8c00-7000-8000-00000000000a/outcome', { result: 'maybe' }, 'BAD_FIELD', 'result'],
  ])('names %s', async (...[, path, body, code, at]) => {
    const answer = await post(gateway, path, body);
    expect(answer.body).toMatchObject({ status: 400, code, retryable: false });
    expect(answer.body['path']).toBe(at);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body['request_id']).toBe(answer.headers.get('x-request-id'));
    expect(decisions.asked).toHaveLength(0);
  });

  it('reports all faults of a body at once', async () => {
    const { body } = await post(gateway, SPOT, { ...requirement({ vcpu: -1, count: 0, nope: 1 }), cluster_id: 5 });
    const { faults } = body['details'] as { readonly faults: readonly { readonly path: string }[] };
    expect(faults.map(({ path }) => path).sort()).toEqual(['cluster_id', 'requirements.count', 'requirements.nope', 'requirements.vcpu']);
    expect(body['path']).toBe(faults[0]?.path);
  });

  it('says where JSON breaks', async () => {
    const { body } = await post(gateway, SPOT, '{"cluster_id":"c",\n"current_state":{}\n"cause":"routine"}');
    expect(body).toMatchObject({ code: 'BAD_JSON', details: { line: 3, column: 1 } });
  });

  it.each([
    ['text', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['an unknown encoding', { 'content-type': 'application/json', 'content-encoding': 'lzma' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['gzip that is none', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, 400, 'BAD_ENCODING'],
    ['a deadline that is none', { 'content-type': 'application/json', 'x-deadline-ms': 'soon' }, 400, 'BAD_PARAMETER'],
  ])('refuses %s', async (...[, headers, status, code]) => {
    const answer = await request(gateway, SPOT, { method: 'POST', headers, body: JSON.stringify(goodRequest) });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it.each([
    ['/api/v1/ml/pricing/spot?limit=0', 400, 'BAD_PARAMETER', 'query.limit'],
    ['/api/v1/ml/pricing/spot?limit=10001', 400, 'BAD_PARAMETER', 'query.limit'],
    ['/api/v1/ml/pricing/spot?nope=1', 400, 'UNKNOWN_FIELD', 'query.nope'],
    ['/api/v1/ml/pricing/spot?__proto__=1', 400, 'UNKNOWN_FIELD', 'query.__proto__'],
    ['/docs/..%2f..%2f..%2fetc%2fpasswd', 404, 'NOT_FOUND', undefined],
    ['/api/v1/ml/pricing/spot?region=mars', 400, 'UNKNOWN_REGION', 'query.region'],
    ['/api/v1/ml/pricing/spot?start_date=2026-02-30', 400, 'BAD_TIME', 'query.start_date'],
    ['/api/v1/ml/decisions/nobody', 400, 'BAD_PARAMETER', 'path.decision_id'],
    ['/api/v1/ml/decisions/019a7b1e-8c00-7000-8000-0000000000ff', 404, 'NOT_FOUND', 'decision_id'],
    ['/api/v1/ml/nowhere', 404, 'NOT_FOUND', undefined],
    ['/api/v1/ml/health/', 404, 'NOT_FOUND', undefined],
    ['/%zz', 400, 'BAD_PARAMETER', undefined],
    [SPOT, 405, 'METHOD_NOT_ALLOWED', undefined],
  ])('answers GET %s with %d %s', async (...[path, status, code, at]) => {
    const answer = await request(gateway, path);
    expect(answer.body).toMatchObject({ status, code });
    expect([answer.status, answer.body['path']]).toEqual([status, at]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe(answer.body['request_id']);
  });
});

describe('a method that a route does not know', () => {
  it.each(['application/json', 'text/plain'])('is refused as such, whatever is wrong with its body of %s', async (type) => {
    const { status, body, headers } = await request(gateway, SPOT, { method: 'PUT', headers: { 'content-type': type }, body: '{' });
    expect([status, body['code'], headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', 'POST']);
  });
});

describe('what is not even HTTP', () => {
  it('is answered in the same form', async () => {
    const headers = { 'x-filler': 'x'.repeat(20_000) };
    const answer = await request(gateway, '/livez', { headers });
    expect([answer.status, answer.body['code'], answer.headers.get('content-type')]).toEqual([431, 'BAD_PARAMETER', 'application/problem+json; charset=utf-8']);
  });
});

describe('an error of another service', () => {
  it('comes through with its code, path and details', async () => {
    decisions.behave = () => Promise.reject(new AppError('BAD_QUANTITY', 'is no quantity', { path: 'current_state.pods[0].cpu', details: { given: 'x' } }));
    const { status, body } = await post(gateway, SPOT, goodRequest);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'BAD_QUANTITY', path: 'current_state.pods[0].cpu', details: { given: 'x' } });
  });

  it('is opaque when nobody foresaw it', async () => {
    decisions.behave = () => Promise.reject(new Error('password is hunter2'));
    const { status, text, body } = await post(gateway, SPOT, goodRequest);
    expect([status, body['code']]).toEqual([500, 'INTERNAL']);
    expect(text).not.toContain('hunter2');
  });

  it('names the service that is not there', async () => {
    const { status, body, headers } = await post(gateway, '/api/v1/ml/pricing/fetch', { data_type: 'spot_prices' });
    expect([status, body['code'], body['retryable']]).toEqual([503, 'UNAVAILABLE', true]);
    expect(body['detail']).toContain('pricing');
    expect(headers.get('retry-after')).toBe('1');
  });
});

describe('lists', () => {
  it('have their total in a header and come as CSV when that is asked for', async () => {
    const json = await request(gateway, '/api/v1/ml/pricing/spot?limit=2');
    expect(json.body).toHaveLength(2);
    expect(json.headers.get('x-total-count')).toBe('3');
    const csv = await request(gateway, '/api/v1/ml/pricing/spot?limit=2', { headers: { accept: 'text/csv' } });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text.split('\r\n').slice(0, 2)).toEqual([
      'instance_type,availability_zone,az,region,product_description,spot_price,timestamp',
      'm5.large,us-east-1a,us-east-1a,us-east-1,Linux/UNIX,0.0365000000,2026-11-20T09:58:12Z',
    ]);
  });

  it('are not sent again to whoever has them, each form under a tag of its own', async () => {
    const path = '/api/v1/ml/pricing/spot?limit=2';
    const [json, csv] = await Promise.all([request(gateway, path), request(gateway, path, { headers: { accept: 'text/csv' } })]);
    const tag = json.headers.get('etag') ?? '';
    expect(csv.headers.get('etag')).not.toBe(tag);
    const again = await request(gateway, path, { headers: { 'if-none-match': tag } });
    expect([again.status, again.text, again.headers.get('x-total-count')]).toEqual([304, '', '3']);
    expect((await request(gateway, path, { headers: { accept: 'text/csv', 'if-none-match': tag } })).status).toBe(200);
  });

  it('are asked for by a zone\'s name or by its id', async () => {
    for (const zone of ['us-east-1a', 'us-west-2-lax-1a', 'us-east-1-wl1-bos-wlz-1', 'use1-az4', 'usw2-lax1-az1']) {
      expect((await request(gateway, `/api/v1/ml/pricing/spot?availability_zone=${zone}`)).status, zone).toBe(200);
    }
    for (const zone of ['us-east-1', 'use1', 'a']) expect((await request(gateway, `/api/v1/ml/pricing/spot?availability_zone=${zone}`)).status, zone).toBe(400);
  });
});

describe('operations', () => {
  it('tell the health of the fleet without a key', async () => {
    const { status, body } = await request(gateway, '/api/v1/ml/health', { key: null });
    // The stand-in for pricing does not know of tasks; models has none, and of the engines one.
    const engines = Object.fromEntries(Object.values(ENGINES).map(({ owner }) => [owner, 'down']));
    const services = { ...engines, collector: 'down', decisions: 'up', feedback: 'down', 'gap-filler': 'down', insight: 'down', models: 'down', pricing: 'down', 'spot-optimizer': 'up' };
    expect([status, body]).toEqual([200, { status: 'degraded', database: 'up', redis: 'up', nats: 'up', models_loaded: 0, services, warnings: [] }]);
  });

  it('count decisions', async () => {
    await post(gateway, SPOT, goodRequest);
    const { body } = await request(gateway, '/api/v1/ml/metrics');
    expect(body).toMatchObject({ predictions_per_minute: 0, cache_hit_rate: expect.any(Number) as number });
    expect(body['avg_decision_latency_ms']).toBeGreaterThan(0);
    expect(body['database_connections']).toBeGreaterThan(0);
  });

  it('list dead letters and say when there is none to replay', async () => {
    const list = await request(gateway, '/api/v1/admin/dead-letters', { key: ADMIN_KEY });
    expect([list.status, list.text, list.headers.get('x-total-count')]).toEqual([200, '[]', '0']);
    const replay = await request(gateway, '/api/v1/admin/dead-letters/9/replay', { key: ADMIN_KEY, method: 'POST' });
    expect(replay.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await request(gateway, '/api/v1/admin/dead-letters/x/replay', { key: ADMIN_KEY, method: 'POST' })).body).toMatchObject({ code: 'BAD_PARAMETER', path: 'path.id' });
  });

  it('show the documentation and its document, which needs to be sent once only', async () => {
    expect((await request(gateway, '/docs', { key: null })).text).toContain('swagger-ui');
    expect((await request(gateway, '/docs/swagger-ui-bundle.js', { key: null })).status).toBe(200);
    const document = await request(gateway, '/openapi.json', { key: null });
    expect(document.body['openapi']).toBe('3.1.0');
    const again = await request(gateway, '/openapi.json', { key: null, headers: { 'if-none-match': document.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    for (const probe of ['/livez', '/readyz']) expect((await request(gateway, probe, { key: null })).status).toBe(200);
  });
});
