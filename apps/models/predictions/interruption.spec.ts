import type { LoggedPrediction } from '@ml/contracts/predictions';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import { INTERRUPTION_FEATURES } from '@ml/domain/features/interruption-features';
import { Clock } from '@ml/platform/clock';
import { beforeEach, describe, expect, it } from 'vitest';
import { Market } from '../market/market';
import type { PriceShelf } from '../market/price-shelf';
import { MadeUpServing } from '../test/made-up-serving';
import { servedModel } from '../test/served-model';
import type { DriftBoard } from '../drift/drift-board';
import { adviceFor } from './interruption-advice';
import { InterruptionPredictor } from './interruption-predictor';
import type { PredictionJournal } from './prediction-journal';
import { Predictor } from './predictor';
import type { ShadowRunner } from './shadow-runner';

const SNAPSHOT: PriceSnapshot = {
  schema: 1,
  region: 'us-east-1',
  as_of: '2026-11-20T10:00:00Z',
  prices_as_of: '2026-11-20T09:00:00Z',
  advisor_as_of: '2026-11-20T00:00:00Z',
  on_demand_as_of: null,
  catalogue_as_of: null,
  source: 'aws',
  types: ['m5.large', 'm5.xlarge', 'x9.large'].map((instance_type, index) => ({
    instance_type,
    vcpu: 2,
    memory_bytes: 8 * 1024 ** 3,
    architectures: ['x86_64'],
    gpus: 0,
    local_storage_gb: 0,
    max_pods: 29,
    current_generation: true,
    bare_metal: false,
    burstable: false,
    on_demand: { Linux: 0.1 },
    advisor: index === 2 ? {} : { Linux: { class: index === 0 ? 2 : 0, savings_pct: 60 } },
    availability_zones: null,
  })),
  pools: [{ instance_type: 'm5.large', availability_zone: 'us-east-1a', product: 'Linux/UNIX', price: 0.04, price_since: '2026-11-20T09:00:00Z', cv_168h: 0.1, history_hours: 168 }],
};
const ASK = { instance_type: 'm5.large', region: 'us-east-1', az: 'us-east-1a' };
const INPUTS = [{ name: 'features', datatype: 'FP32' as const, features: INTERRUPTION_FEATURES }];
const PROBABILITY = { model_type: 'spot_predictor', task: 'classification', outputs: [{ name: 'p', datatype: 'FP64', columns: ['interruption_probability'] }] } as const;

let serving: MadeUpServing;
let noted: LoggedPrediction[];
let interruptions: InterruptionPredictor;

beforeEach(() => {
  serving = new MadeUpServing();
  noted = [];
  const journal = { note: (prediction: LoggedPrediction) => void noted.push(prediction) } as unknown as PredictionJournal;
  const predictor = new Predictor(serving, journal, {} as ShadowRunner, { hasDrifted: () => false } as unknown as DriftBoard, new Clock());
  const shelf = { newest: () => undefined, market: () => Promise.resolve(new Market('sha256:1', SNAPSHOT)) } as unknown as PriceShelf;
  interruptions = new InterruptionPredictor(shelf, serving, predictor, new Clock());
});

const predict = (over: object = {}) => interruptions.predict({ ...ASK, ...over }, { key: 'k', tenant: 'acme', signal: new AbortController().signal });

describe('how likely a node is interrupted', () => {
  it('is what the model makes of the newest prices, with what the caller knows better', async () => {
    serving.serve(servedModel({ name: 'interruptions', metadata: { ...PROBABILITY, inputs: INPUTS } }), (row) => [row[INTERRUPTION_FEATURES.indexOf('price_over_on_demand')] ?? 1]);
    expect(await predict()).toMatchObject({ interruption_probability: expect.closeTo(0.4, 6) as number, recommendation: 'move', safety_score: expect.closeTo(0.6, 6) as number, model: { name: 'interruptions' } });
    expect((await predict({ spot_price: 0.005, launch_time: '2026-11-01T00:00:00Z' })).interruption_probability).toBeCloseTo(0.05, 6);
    expect(noted[0]).toMatchObject({ prediction_type: 'spot_interruption', input: { features: INTERRUPTION_FEATURES } });
  });

  it('is a price ratio even in a zone of which no price is known', async () => {
    serving.serve(servedModel({ metadata: { ...PROBABILITY, inputs: INPUTS } }), (row) => [row[INTERRUPTION_FEATURES.indexOf('price_over_on_demand')] ?? 1]);
    const told = await predict({ az: 'us-east-1b', spot_price: 0.02 });
    expect(told.interruption_probability).toBeCloseTo(0.2, 6);
    expect(told.warnings.map(({ code }) => code)).toEqual(['POOL_UNKNOWN', 'FEATURES_MISSING']);
  });

  it('is the middle of the Advisor’s class without a model, and an eighth more at half the wildest volatility', async () => {
    expect(await predict()).toMatchObject({ interruption_probability: expect.closeTo(0.125 * 1.125, 12) as number, recommendation: 'watch', confidence: 0.5, model: null, fallback: { code: 'NO_ACTIVE_MODEL' } });
    expect((await predict({ az: 'us-east-1b' })).interruption_probability).toBeCloseTo(0.125, 12);
    expect(noted[0]?.output.rows).toEqual([[0.125 * 1.125]]);
  });

  it('is a guess, and says so, of a type that the Advisor does not know', async () => {
    expect(await predict({ instance_type: 'x9.large' })).toMatchObject({ interruption_probability: 0.15, confidence: 0.1, warnings: [{ code: 'POOL_UNKNOWN' }, { code: 'ADVISOR_UNKNOWN' }] });
  });

  it('is left to the rule by a model that looks at what we do not know', async () => {
    serving.serve(servedModel({ metadata: { ...PROBABILITY } }), () => [0.9]);
    expect(await predict()).toMatchObject({ model: null, fallback: { code: 'FEATURES_MISSING' } });
  });

  it.each([
    ['UNKNOWN_REGION', 'region', { region: 'moon-1', az: 'moon-1a' }],
    ['BAD_FIELD', 'az', { az: 'eu-west-1a' }],
    ['BAD_FIELD', 'az', { az: 'nonsense' }],
    ['UNKNOWN_INSTANCE_TYPE', 'instance_type', { instance_type: 'm5.huge' }],
    ['BAD_FIELD', 'launch_time', { launch_time: 'yesterday' }],
    ['BAD_FIELD', 'launch_time', { launch_time: '2999-01-01T00:00:00Z' }],
  ])('is refused with %s at %s for %o', async (code, path, over) => {
    await expect(predict(over)).rejects.toMatchObject({ code, path });
  });

  it('advises by the ends of the Advisor’s classes', () => {
    expect([0, 0.09, 0.1, 0.19, 0.2, 1].map(adviceFor)).toEqual(['keep', 'keep', 'watch', 'watch', 'move', 'move']);
  });
});
