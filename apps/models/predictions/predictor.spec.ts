import { AppError } from '@ml/contracts/app-error';
import type { LoggedPrediction } from '@ml/contracts/predictions';
import { Clock } from '@ml/platform/clock';
import { createLogger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { beforeEach, describe, expect, it } from 'vitest';
import { MadeUpServing } from '../test/made-up-serving';
import { servedModel } from '../test/served-model';
import type { DriftBoard } from '../drift/drift-board';
import type { PredictionJournal } from './prediction-journal';
import type { PredictionOrder } from './prediction-order';
import { Predictor } from './predictor';
import { ShadowRunner } from './shadow-runner';

const CHALLENGER = servedModel({ id: '01900000-0000-7000-8000-000000000002', version: '2.0.0' });
const FEATURES = { lag_1h: 0.5, lag_6h: 0.25, cv: 0.125 };

let serving: MadeUpServing;
let noted: LoggedPrediction[];
let drifted: boolean;
let shadows: ShadowRunner;
let predictor: Predictor;

beforeEach(() => {
  serving = new MadeUpServing();
  noted = [];
  drifted = false;
  const journal = { note: (prediction: LoggedPrediction) => void noted.push(prediction) } as unknown as PredictionJournal;
  shadows = new ShadowRunner(serving, journal, new Clock(), createLogger('models', { level: 'silent', file: null }), new Metrics('models'));
  predictor = new Predictor(serving, journal, shadows, { hasDrifted: () => drifted } as unknown as DriftBoard, new Clock());
});

const order = (over: Partial<PredictionOrder> = {}): PredictionOrder => ({
  type: 'spot_price_predictor',
  input: { features: FEATURES },
  key: 'k',
  tenant: 'acme',
  signal: new AbortController().signal,
  ...over,
});
const champion = () => serving.serve(servedModel(), ([lag = 0]) => [lag / 2, lag, 1.5 * lag]);
const failing = (error: Error) =>
  serving.serve(servedModel(), () => {
    throw error;
  });
const challenged = (mode: 'ab' | 'shadow', share: number, run: (row: readonly number[]) => readonly number[] = () => [1, 2, 3]) => {
  serving.challenger = { model: serving.serve(CHALLENGER, run), mode, share };
};
const shadowed = async () => {
  await new Promise((resolve) => setImmediate(resolve));
  await shadows.beforeApplicationShutdown();
};

describe('a prediction', () => {
  it('is the champion’s, noted with what was asked and answered', async () => {
    const { ref } = champion();
    const told = await predictor.predict(order());
    expect(told).toMatchObject({ model: { ref }, answer: { columns: ['p10', 'p50', 'p90'], rows: [[0.25, 0.5, 0.75]] }, confidence: 0.5, warnings: [] });
    expect(noted).toMatchObject([{ prediction_id: told.id, tenant: 'acme', model: ref, role: 'champion', rows: 1, input: { rows: [[0.5, 0.25, 0.125]] }, output: told.answer, fallback: null }]);
  });

  it('of many rows answers each', async () => {
    champion();
    const { answer } = await predictor.predict(order({ input: { rows: [[1, 0, 0], [2, 0, 0]] } }));
    expect(answer?.rows).toEqual([[0.5, 1, 1.5], [1, 2, 3]]);
  });

  it('names what is missing and trusts the answer less for it', async () => {
    champion();
    const told = await predictor.predict(order({ input: { features: { ...FEATURES, cv: null } } }));
    expect(told.warnings).toMatchObject([{ code: 'FEATURES_MISSING' }]);
    expect(told.confidence).toBeCloseTo(0.5 * (2 / 3), 12);
  });

  it('is trusted half as much under drift, and says so', async () => {
    champion();
    drifted = true;
    expect(await predictor.predict(order())).toMatchObject({ confidence: 0.25, warnings: [{ code: 'MODEL_DRIFTED' }] });
  });

  it('is refused by a model of another type', async () => {
    champion();
    await expect(predictor.predict(order({ name: 'prices', type: 'waste_predictor' }))).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'model_type' });
  });
});

describe('without a model', () => {
  it('the last price is the answer, and says why', async () => {
    const told = await predictor.predict(order());
    expect(told).toMatchObject({ model: null, answer: { columns: ['p50'], rows: [[0.5]] }, confidence: 0.5, fallback: { code: 'NO_ACTIVE_MODEL' } });
    expect(noted).toMatchObject([{ role: 'fallback', model: null, fallback: 'NO_ACTIVE_MODEL', input: { features: [], rows: [] } }]);
  });

  it('it is not ready while models are being loaded', async () => {
    serving.loaded = false;
    expect((await predictor.predict(order())).fallback?.code).toBe('MODEL_NOT_READY');
  });

  it.each([
    ['spot_predictor', { advisor_class: 2 }, { columns: ['interruption_probability'], rows: [[0.125]] }],
    ['spot_predictor', { advisor_class: null }, null],
    ['resource_forecaster', {}, { columns: ['multiplier'], rows: [[1]] }],
    ['waste_predictor', { age: 3 }, null],
  ] as const)('%s of %o answers %o', async (type, features, answer) => {
    expect((await predictor.predict(order({ type, input: { features } }))).answer).toEqual(answer);
  });

  it('nameless rows have no rule', async () => {
    expect(await predictor.predict(order({ input: { rows: [[1, 2, 3]] } }))).toMatchObject({ answer: null, confidence: null });
  });
});

describe('a model that fails', () => {
  it.each([
    ['MODEL_FAILED', new AppError('MODEL_FAILED', 'the host was replaced')],
    ['MODEL_NOT_READY', new AppError('MODEL_NOT_READY', 'not loaded')],
  ])('with %s is stood in for by the rule, in its own columns', async (code, error) => {
    failing(error);
    const told = await predictor.predict(order({ input: { rows: [[0.5, 1, 1]] } }));
    expect(told).toMatchObject({ model: null, answer: { columns: ['p50'], rows: [[0.5]] }, fallback: { code } });
    expect(noted).toMatchObject([{ role: 'fallback', model: { name: 'prices' }, fallback: code }]);
  });

  it('by answering no number is stood in for, too', async () => {
    serving.serve(servedModel(), () => [1, Number.NaN, 3]);
    expect((await predictor.predict(order())).fallback?.code).toBe('MODEL_FAILED');
  });

  it('is not blamed for a deadline that has passed', async () => {
    failing(new AppError('DEADLINE_EXCEEDED', 'too late'));
    await expect(predictor.predict(order())).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});

describe('a challenger in A/B', () => {
  it('answers its share of the keys, each key always the same', async () => {
    champion();
    challenged('ab', 0.3);
    const answeredBy = async (key: string) => (await predictor.predict(order({ key }))).model?.ref.version;
    const keys = Array.from({ length: 300 }, (_, index) => `key-${String(index)}`);
    const first = await Promise.all(keys.map(answeredBy));
    expect(await Promise.all(keys.map(answeredBy))).toEqual(first);
    const share = first.filter((version) => version === '2.0.0').length / keys.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
    expect(noted.filter(({ role }) => role === 'challenger')).toHaveLength(2 * Math.round(share * keys.length));
  });

  it.each([['MODEL_FAILED'], ['BUSY']] as const)('that fails with %s leaves the answer to the champion', async (code) => {
    champion();
    challenged('ab', 1, () => {
      throw new AppError(code, 'broken');
    });
    expect(await predictor.predict(order())).toMatchObject({ model: { ref: { version: '1.0.0' } }, warnings: [{ code: 'CHALLENGER_FAILED' }] });
  });
});

describe('a challenger in the shadow', () => {
  it('sees the same rows after the answer, and is logged beside it', async () => {
    champion();
    challenged('shadow', 0);
    const told = await predictor.predict(order());
    expect(serving.batches.map(({ modelId }) => modelId)).toEqual([told.model?.ref.id]);
    await shadowed();
    expect(told.model?.ref.version).toBe('1.0.0');
    expect(noted[1]).toMatchObject({ role: 'shadow', shadow_of: told.id, model: CHALLENGER.ref, output: { rows: [[1, 2, 3]] } });
    expect(noted[1]?.prediction_id).not.toBe(told.id);
  });

  it('neither fails nor changes the answer when it fails', async () => {
    champion();
    challenged('shadow', 0, () => {
      throw new Error('broken');
    });
    expect((await predictor.predict(order())).answer?.rows).toEqual([[0.25, 0.5, 0.75]]);
    await shadowed();
    expect(noted).toHaveLength(1);
  });

  it('is not asked when nobody answered', async () => {
    failing(new AppError('MODEL_FAILED', 'broken'));
    challenged('shadow', 0);
    await predictor.predict(order());
    await shadowed();
    expect(noted).toHaveLength(1);
  });
});
