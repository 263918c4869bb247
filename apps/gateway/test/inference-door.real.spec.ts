import { request as httpRequest, type IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { request, type Answer } from './requests';
import { PLATFORM_KEY, runningGateway, standIn } from './running-gateway';
import { MODEL_ID, models, ModelsStandIn } from './running-models';

const servers = await realServers();
await standIn(servers, 'models', ModelsStandIn);
const gateway = await runningGateway(servers);

const INFER = '/v2/models/spot-price/infer';
const LENGTH = 'inference-header-content-length';

beforeEach(() => {
  models.inferred.length = 0;
});

const infer = async (path: string, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<{ readonly response: Response; readonly bytes: Buffer }> => {
  const response = await fetch(`${gateway.url}${path}`, { method: 'POST', headers: { 'x-api-key': PLATFORM_KEY, ...headers }, body: Uint8Array.from(body) });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
};

const reversed = (bytes: Uint8Array): Buffer => Buffer.from(bytes).reverse();

describe('an inference', () => {
  it('passes JSON through unread, there and back', async () => {
    // The door does not look inside: this is no JSON at all.
    const body = Buffer.from('{"id": "42", "inputs": [');
    const { response, bytes } = await infer(INFER, body, { 'content-type': 'application/json' });
    expect([response.status, response.headers.get('content-type'), response.headers.get(LENGTH)]).toEqual([200, 'application/json', null]);
    expect(bytes.equals(reversed(body))).toBe(true);
    expect(response.headers.get('x-prediction-id')).toBe(MODEL_ID);
    expect(models.inferred[0]).toMatchObject({ model_name: 'spot-price', header_length: null });
  });

  it.each([
    ['octet-stream', { 'content-type': 'application/octet-stream' }],
    ['JSON, as some clients call it', { 'content-type': 'application/json' }],
    ['nothing, as Triton clients do', {}],
  ])('passes binary tensors through under a content type of %s', async (_, headers) => {
    const body = Uint8Array.from({ length: 2_000 }, (__, index) => index % 251);
    const { response, bytes } = await infer('/v2/models/spot-price/versions/1.0.0/infer', body, { ...headers, [LENGTH]: '40' });
    expect([response.status, response.headers.get('content-type'), response.headers.get(LENGTH)]).toEqual([200, 'application/octet-stream', '40']);
    expect(bytes.equals(reversed(body))).toBe(true);
    expect(models.inferred[0]).toMatchObject({ model_name: 'spot-price', model_version: '1.0.0', header_length: 40 });
  });

  it.each([300 * 1024, 3 * 1024 * 1024])('of %d bytes arrives whole, inflated if it was compressed', async (size) => {
    const body = Uint8Array.from({ length: size }, (_, index) => (index * 31) % 255);
    expect((await infer(INFER, body)).bytes.equals(reversed(body))).toBe(true);
    expect((await infer(INFER, gzipSync(body), { 'content-encoding': 'gzip', [LENGTH]: '8' })).bytes.equals(reversed(body))).toBe(true);
  });
});

describe('a refusal under /v2', () => {
  const expectRefusal = ({ status, headers, body }: Answer, expected: readonly [number, string, string | undefined]): void => {
    expect([status, body['code'], body['path']]).toEqual(expected);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('x-error-code')).toBe(expected[1]);
    expect(body['error']).toBe(body['detail']);
    expect(typeof body['error']).toBe('string');
  };
  const posted = (path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => request(gateway, path, { method: 'POST', body, headers });

  it('has the form of the protocol, with our code beside it', async () => {
    expectRefusal(await posted('/v2/models/narrow/infer', '{}'), [400, 'BAD_TENSOR', 'inputs[0].shape']);
    expectRefusal(await posted(INFER, ''), [400, 'BAD_TENSOR', 'inputs']);
    for (const length of ['3', '-1', 'x', '1.5']) expectRefusal(await posted(INFER, '{}', { [LENGTH]: length }), [400, 'BAD_PARAMETER', 'Inference-Header-Content-Length']);
    expectRefusal(await posted(INFER, 'x', { 'content-encoding': 'gzip' }), [400, 'BAD_ENCODING', 'Content-Encoding']);
    expectRefusal(await request(gateway, INFER, { method: 'POST', body: '{}', key: null }), [401, 'UNAUTHENTICATED', 'X-API-Key']);
    expectRefusal(await request(gateway, '/v2/nowhere'), [404, 'NOT_FOUND', undefined]);
    expectRefusal(await request(gateway, INFER), [405, 'METHOD_NOT_ALLOWED', undefined]);
    expectRefusal(await request(gateway, '/v2/models/..%2f..%2fetc'), [400, 'BAD_PARAMETER', 'path.name']);
    expect(models.inferred.map(({ model_name }) => model_name)).toEqual(['narrow']);
  });

  it('comes at once when more than 64 MB are announced', async () => {
    const headers = { 'x-api-key': PLATFORM_KEY, 'content-length': 64 * 1024 * 1024 + 1 };
    const answered = await new Promise<IncomingMessage>((resolve) => {
      httpRequest(`${gateway.url}${INFER}`, { method: 'POST', headers }, resolve).on('error', () => undefined).flushHeaders();
    });
    answered.destroy();
    expect([answered.statusCode, answered.headers['x-error-code']]).toEqual([413, 'BODY_TOO_LARGE']);
  });
});

describe('the inference server', () => {
  it('says what it is and whether it lives and is ready, the latter two without a key', async () => {
    expect((await request(gateway, '/v2')).body).toMatchObject({ name: 'ml-server', extensions: ['binary_tensor_data'] });
    expect((await request(gateway, '/v2', { key: null })).status).toBe(401);
    for (const [what, body] of [['live', { live: true }], ['ready', { ready: true }]] as const) {
      const answer = await request(gateway, `/v2/health/${what}`, { key: null });
      expect([answer.status, answer.body]).toEqual([200, body]);
    }
  });

  it('says by the status whether a model is loaded', async () => {
    const [loaded, other] = [await request(gateway, '/v2/models/spot-price/ready'), await request(gateway, '/v2/models/waste/versions/2/ready')];
    expect([loaded.status, loaded.body]).toEqual([200, { name: 'spot-price', ready: true }]);
    expect([other.status, other.body]).toEqual([503, { name: 'waste', ready: false }]);
  });

  it('counts the models in the health of the fleet, and times what it answers', async () => {
    expect((await request(gateway, '/api/v1/ml/health', { key: null })).body['models_loaded']).toBe(1);
    await infer(INFER, Buffer.from('{}'));
    expect((await request(gateway, '/api/v1/ml/metrics')).body['avg_prediction_latency_ms']).toBeGreaterThan(0);
  });
});
