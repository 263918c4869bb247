import { driftFound, type LoggedPrediction, type ModelDrift } from '@ml/contracts/predictions';
import { loggedPrediction } from '@ml/testing/logged-prediction';
import { ownedDatabase } from '@ml/testing/owned-database';
import { v7 as uuid7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { PredictionDrift } from './prediction-drift';
import { PredictionStore } from './prediction-store';
import { usageOf } from './prediction-usage';

const DAY_MS = 86_400_000;
const database = (await ownedDatabase('models')).connect();
const store = new PredictionStore(database);

const model = () => ({ id: uuid7(), name: 'prices', version: '1.0.0' });
const record = (prediction: LoggedPrediction) => ({ prediction, points: prediction.output.rows.map(([point]) => point ?? null) });
const logged = async (over: Partial<LoggedPrediction> = {}): Promise<LoggedPrediction> => {
  const prediction = loggedPrediction(over);
  await store.insert([record(prediction)]);
  return prediction;
};
const ago = (days: number) => uuid7({ msecs: Date.now() - days * DAY_MS });

describe('the log of predictions', () => {
  it('writes and counts each once, however often it comes', async () => {
    const used = model();
    const batch = [1, 2, 3].map((latency_ms) => record(loggedPrediction({ model: used, latency_ms })));
    expect(await store.insert(batch)).toBe(3);
    expect(await store.insert([...batch, record(loggedPrediction({ model: used, latency_ms: 6 }))])).toBe(1);
    expect((await usageOf(database, [used.id])).get(used.id)).toMatchObject({ predictions_count: 4, average_latency_ms: 3 });
  });

  it('counts once what several write at once', async () => {
    const used = model();
    const batch = Array.from({ length: 50 }, () => record(loggedPrediction({ model: used })));
    const written = await Promise.all(Array.from({ length: 4 }, () => store.insert(batch)));
    expect(written.reduce((sum, count) => sum + count, 0)).toBe(50);
    expect((await usageOf(database, [used.id])).get(used.id)?.predictions_count).toBe(50);
  });

  it('tells use from shadows and fallbacks', async () => {
    const used = model();
    const told = await logged({ model: used });
    await logged({ model: used, role: 'shadow', shadow_of: told.prediction_id });
    await logged({ model: used, role: 'fallback', fallback: 'MODEL_FAILED' });
    expect(await store.usageInDays(used.id, 1)).toEqual({ predictions_count: 1, fallbacks: 1, average_latency_ms: 2 });
    expect(await store.usageInDays(uuid7(), 1)).toEqual({ predictions_count: 0, fallbacks: 0, average_latency_ms: null });
  });

  it('keeps what JSON cannot say as null and what PostgreSQL cannot hold as a sign of it', async () => {
    const prediction = await logged({ input: { features: ['a', 'b'], rows: [[null, 'x\u0000']] }, output: { columns: ['p50'], rows: [[Number.NaN]] } });
    const { rows } = await store.history(null, { limit: 1, offset: 0 });
    expect(rows[0]).toMatchObject({ prediction_id: prediction.prediction_id, input: { rows: [[null, 'x\ufffd']] }, output: { rows: [[null]] } });
  });

  it('takes predictions of any month, and forgets old ones with their outcomes', async () => {
    const used = model();
    const [old, young] = [await logged({ prediction_id: ago(100), model: used, at: new Date(Date.now() - 100 * DAY_MS).toISOString() }), await logged({ model: used })];
    for (const { prediction_id } of [old, young]) await store.recordOutcome(null, { prediction_id, actual: 1 });
    expect(await store.deleteExpired(90)).toEqual({ partitions: 0, rows: 2 });
    const left = await store.history(null, { model_id: used.id, limit: 10, offset: 0 });
    expect(left.rows.map(({ prediction_id }) => prediction_id)).toEqual([young.prediction_id]);
  });
});

describe('the history', () => {
  it('shows each tenant its own, newest first, and the platform all', async () => {
    const used = model();
    const ids: string[] = [];
    for (const tenant of ['h1', 'h2', 'h1']) ids.push((await logged({ tenant, model: used })).prediction_id);
    const seen = async (viewer: string | null, over: object = {}) => (await store.history(viewer, { model_id: used.id, limit: 10, offset: 0, ...over })).rows.map(({ prediction_id }) => prediction_id);
    expect(await seen('h1')).toEqual([ids[2], ids[0]]);
    expect(await seen(null)).toEqual([...ids].reverse());
    expect(await seen(null, { limit: 1, offset: 1 })).toEqual([ids[1]]);
    expect(await seen(null, { prediction_type: 'waste' })).toEqual([]);
    expect(await store.history('h1', { model_id: 'nonsense', limit: 10, offset: 0 })).toEqual({ rows: [], total: 0 });
  });

  it('shows the first rows of a large request and how many there were', async () => {
    const used = model();
    const rows = Array.from({ length: 40 }, (_, index) => [index]);
    await logged({ model: used, rows: 4_000, input: { features: ['a'], rows }, output: { columns: ['p50'], rows } });
    const [summary] = (await store.history(null, { model_id: used.id, limit: 1, offset: 0 })).rows;
    expect(summary).toMatchObject({ rows: 4_000, input: { rows: rows.slice(0, 5) }, actual: null });
  });

  it('shows what was only seen in the shadow to whoever asks for that model', async () => {
    const [told, shadow] = [model(), model()];
    const { prediction_id } = await logged({ tenant: 's1', model: told });
    await logged({ tenant: 's1', model: shadow, role: 'shadow', shadow_of: prediction_id });
    expect((await store.history('s1', { limit: 10, offset: 0 })).total).toBe(1);
    expect((await store.history('s1', { model_id: shadow.id, limit: 10, offset: 0 })).rows[0]?.role).toBe('shadow');
  });
});

describe('an outcome', () => {
  it('is recorded once, however often and however parallel it is reported', async () => {
    const { prediction_id } = await logged();
    const answers = await Promise.all(Array.from({ length: 6 }, () => store.recordOutcome('acme', { prediction_id, actual: 0.2 })));
    expect(new Set(answers.map(({ recorded_at }) => recorded_at)).size).toBe(1);
    expect(await store.recordOutcome('acme', { prediction_id, actual: 0.2, row: 0 })).toEqual(answers[0]);
  });

  it('is replaced by a later report, and kept as history', async () => {
    const used = model();
    const { prediction_id } = await logged({ model: used });
    await store.recordOutcome('acme', { prediction_id, actual: 0.2 });
    expect(await store.recordOutcome('acme', { prediction_id, actual: 0.3 })).toMatchObject({ actual: 0.3, row: 0 });
    expect(await store.pairs(used.id, 1)).toEqual({ pairs: [{ predicted: 0.15, actual: 0.3 }], total: 1 });
    const history = await database.query<{ actual: number }>('SELECT actual FROM prediction_outcomes WHERE prediction_id = $1 ORDER BY recorded_at', [prediction_id]);
    expect(history.map(({ actual }) => actual)).toEqual([0.2, 0.3]);
  });

  it('of a row is also that of the challenger which saw it in the shadow', async () => {
    const [champion, challenger] = [model(), model()];
    const { prediction_id } = await logged({ model: champion, rows: 2, output: { columns: ['p50'], rows: [[1], [2]] } });
    await logged({ model: challenger, role: 'shadow', shadow_of: prediction_id, rows: 2, output: { columns: ['p50'], rows: [[3], [5]] } });
    await store.recordOutcome('acme', { prediction_id, actual: 4, row: 1 });
    expect([await store.pairs(champion.id, 1), await store.pairs(challenger.id, 1)]).toEqual([
      { pairs: [{ predicted: 2, actual: 4 }], total: 1 },
      { pairs: [{ predicted: 5, actual: 4 }], total: 1 },
    ]);
    expect(await store.compareShadow({ champion: champion.id, challenger: challenger.id, days: 1 })).toEqual({ rows: 2, mean_difference: 2.5 });
  });

  it('that came before the challenger was through is that of the challenger too', async () => {
    const challenger = model();
    const { prediction_id } = await logged({ rows: 2, output: { columns: ['p50'], rows: [[1], [2]] } });
    await store.recordOutcome('acme', { prediction_id, actual: 4, row: 1 });
    await logged({ model: challenger, role: 'shadow', shadow_of: prediction_id, rows: 2, output: { columns: ['p50'], rows: [[3], [5]] } });
    expect(await store.pairs(challenger.id, 1)).toEqual({ pairs: [{ predicted: 5, actual: 4 }], total: 1 });
    await store.recordOutcome('acme', { prediction_id, actual: 6, row: 1 });
    expect(await store.pairs(challenger.id, 1)).toEqual({ pairs: [{ predicted: 5, actual: 6 }], total: 1 });
  });

  it('is refused for a prediction of somebody else, of nobody, or only made in the shadow', async () => {
    const { prediction_id } = await logged();
    const shadow = await logged({ role: 'shadow', shadow_of: prediction_id });
    await expect(store.recordOutcome('other', { prediction_id, actual: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.recordOutcome('acme', { prediction_id: shadow.prediction_id, actual: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.recordOutcome(null, { prediction_id: uuid7(), actual: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.recordOutcome(null, { prediction_id: 'nonsense', actual: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused for a row that was not predicted or not kept, and before the prediction', async () => {
    const { prediction_id, at } = await logged({ rows: 3 });
    const refused = (over: object) => expect(store.recordOutcome('acme', { prediction_id, actual: 1, ...over })).rejects;
    await refused({ row: 3 }).toMatchObject({ code: 'BAD_FIELD', path: 'row' });
    await refused({ row: 1 }).toMatchObject({ code: 'BAD_FIELD', path: 'row' });
    await refused({ observed_at: new Date(Date.parse(at) - 1).toISOString() }).toMatchObject({ code: 'BAD_FIELD', path: 'observed_at' });
  });

  it('of what a rule answered is not held against the model that failed', async () => {
    const failed = model();
    const { prediction_id } = await logged({ model: failed, role: 'fallback', fallback: 'MODEL_FAILED' });
    expect(await store.recordOutcome('acme', { prediction_id, actual: 0.9 })).toMatchObject({ actual: 0.9 });
    expect((await store.pairs(failed.id, 1)).total).toBe(0);
  });

  it('is refused where nothing was answered', async () => {
    const { prediction_id } = await logged({ model: null, role: 'fallback', fallback: 'NO_ACTIVE_MODEL', output: { columns: [], rows: [] } });
    await expect(store.recordOutcome('acme', { prediction_id, actual: 1 })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'prediction_id' });
  });

  it('counts for the window in which the prediction was made', async () => {
    const used = model();
    const { prediction_id } = await logged({ prediction_id: ago(10), model: used, at: new Date(Date.now() - 10 * DAY_MS).toISOString() });
    await store.recordOutcome('acme', { prediction_id, actual: 1 });
    expect([(await store.pairs(used.id, 9)).total, (await store.pairs(used.id, 11)).total]).toEqual([0, 1]);
  });
});

describe('drift', () => {
  it('is told once a day, and again on the next', async () => {
    const drifting = model();
    const drift = (status: ModelDrift['status']): ModelDrift => ({ model_id: drifting.id, days: 7, status, reason: null, drifted_share: 0.5, features: [] });
    const found = new PredictionDrift(database);
    const look = (status: ModelDrift['status'], at: string) => database.transaction((tx) => found.keep(tx, drifting, { drift: drift(status), at: new Date(at) }));
    await look('stable', '2026-11-20T04:40:00Z');
    await look('drifted', '2026-11-21T04:40:00Z');
    await look('drifted', '2026-11-21T05:40:00Z');
    await look('stable', '2026-11-21T06:40:00Z');
    await look('drifted', '2026-11-21T07:40:00Z');
    await look('drifted', '2026-11-22T04:40:00Z');
    const told = await database.query<{ at: string }>("SELECT body ->> 'at' AS at FROM outbox WHERE subject = $1 ORDER BY sequence", [driftFound.subject]);
    expect(told.map(({ at }) => at)).toEqual(['2026-11-21T04:40:00.000Z', '2026-11-22T04:40:00.000Z']);
  });
});
