import { beforeEach, describe, expect, it } from 'vitest';
import { realServers } from '@ml/testing/real';
import { post, posted, request } from './requests';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';
import { MODEL_ID, models, ModelsStandIn } from './running-models';

const servers = await realServers();
await standIn(servers, 'models', ModelsStandIn);
const gateway = await runningGateway(servers);

const PREDICT = '/api/v1/ml/predict';
const TYPE = { model_type: 'spot_price_predictor' } as const;

beforeEach(() => {
  models.asked.length = 0;
});

describe('a prediction', () => {
  it('is asked with one row by name or with many in order', async () => {
    const { status, body } = await post(gateway, PREDICT, { ...TYPE, features: { a: 1, zone: 'x', c: null }, key: 'c-1' });
    expect([status, body['prediction_id'], body['output']]).toEqual([200, MODEL_ID, { price: 0.03 }]);
    expect((await post(gateway, PREDICT, { ...TYPE, model_name: 'mine', rows: [[1, 'x', null]] })).status).toBe(200);
    expect(models.asked).toEqual([
      { ...TYPE, features: { a: 1, zone: 'x', c: null }, key: 'c-1' },
      { ...TYPE, model_name: 'mine', rows: [[1, 'x', null]] },
    ]);
  });

  it('may have 10,000 rows', async () => {
    const rows = Array.from({ length: 10_000 }, () => Array.from({ length: 17 }, () => 0.123456789));
    expect((await post(gateway, PREDICT, { ...TYPE, rows })).status).toBe(200);
    expect((await post(gateway, PREDICT, { ...TYPE, rows: [...rows, rows[0]] })).body).toMatchObject({ status: 400, code: 'BAD_FIELD', path: 'rows' });
  });

  it.each<[string, object | string, string, string]>([
    ['no type', { features: { a: 1 } }, 'MISSING_FIELD', 'model_type'],
    ['a type that is none', { model_type: 'oracle', features: { a: 1 } }, 'BAD_FIELD', 'model_type'],
    ['neither features nor rows', TYPE, 'MISSING_FIELD', 'features'],
    ['both', { ...TYPE, features: { a: 1 }, rows: [[1]] }, 'BAD_FIELD', 'rows'],
    ['no rows', { ...TYPE, rows: [] }, 'BAD_FIELD', 'rows'],
    ['a row that is none', { ...TYPE, rows: [[1], 2] }, 'BAD_FIELD', 'rows[1]'],
    ['a value of a wrong type', { ...TYPE, rows: [[1], [{}]] }, 'BAD_FIELD', 'rows[1][0]'],
    ['a feature of a wrong type', { ...TYPE, features: { a: true } }, 'BAD_FIELD', 'features.a'],
    ['features that are a list', { ...TYPE, features: [1] }, 'BAD_FIELD', 'features'],
    ['no features', { ...TYPE, features: {} }, 'BAD_FIELD', 'features'],
    ['a number beyond all bounds', `{"model_type":"spot_predictor","rows":[[1e999]]}`, 'BAD_FIELD', 'rows[0][0]'],
    ['more values in a row than there may be', { ...TYPE, rows: [Array.from({ length: 2_001 }, () => 1)] }, 'BAD_FIELD', 'rows[0]'],
  ])('names %s', async (...[, body, code, at]) => {
    expect((await post(gateway, PREDICT, body)).body).toMatchObject({ status: 400, code, path: at });
    expect(models.asked).toEqual([]);
  });

  it('is refused beyond 8 MB', async () => {
    expect((await post(gateway, PREDICT, ' '.repeat(9 * 1024 * 1024))).body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  it('of an interruption names what is no place of AWS', async () => {
    const good = { instance_type: 'm5.large', region: 'us-east-1', az: 'us-east-1a' };
    const faults = [
      [{ instance_type: 'huge' }, 'UNKNOWN_INSTANCE_TYPE'],
      [{ region: 'mars' }, 'UNKNOWN_REGION'],
      [{ az: 'a' }, 'BAD_FIELD'],
      [{ spot_price: 0 }, 'BAD_FIELD'],
      [{ launch_time: 'yesterday' }, 'BAD_TIME'],
    ] as const;
    for (const [wrong, code] of faults) {
      expect((await post(gateway, `${PREDICT}/spot-interruption`, { ...good, ...wrong })).body).toMatchObject({ status: 400, code, path: Object.keys(wrong)[0] });
    }
  });

  it('is not made for a viewer', async () => {
    const viewer = (await request(gateway, '/api/v1/admin/api-keys', posted({ name: 'v', scope: 'viewer' }, { key: ADMIN_KEY }))).body['key'] as string;
    expect((await request(gateway, PREDICT, posted({ ...TYPE, features: { a: 1 } }, { key: viewer }))).status).toBe(403);
  });
});

describe('an outcome', () => {
  const OUTCOME = `/api/v1/ml/predictions/${MODEL_ID}/outcome`;

  it('is passed on under the id of its prediction', async () => {
    expect((await post(gateway, OUTCOME, { actual: 1, row: 3 })).body).toEqual({ prediction_id: MODEL_ID, actual: 1, row: 3, observed_at: '2026-11-21T10:00:00Z', recorded_at: '2026-11-21T10:00:01Z' });
  });

  it.each([
    [{}, 'MISSING_FIELD', 'actual'],
    [{ actual: 'yes' }, 'BAD_FIELD', 'actual'],
    [{ actual: 1, row: -1 }, 'BAD_FIELD', 'row'],
    [{ actual: 1, observed_at: 'now' }, 'BAD_TIME', 'observed_at'],
  ])('names what is wrong with %j', async (body, code, at) => {
    expect((await post(gateway, OUTCOME, body)).body).toMatchObject({ status: 400, code, path: at });
  });
});
