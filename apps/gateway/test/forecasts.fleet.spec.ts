import { describe, expect, it, vi } from 'vitest';
import type { DecisionAnswer } from '@ml/contracts/decision';
import type { ReplayAnswer } from '@ml/contracts/decisions';
import type { Activation, UploadedModel } from '@ml/contracts/models';
import { SPOT_PRICE_FEATURES } from '@ml/domain/features/spot-price-features';
import { USAGE_FEATURES } from '@ml/engine-kernel/usage-features';
import { wholeFleet } from '@ml/testing/fleet';
import { columnModelForm, type ColumnModel } from './column-model';

const { api, fleet } = await wholeFleet({ only: ['spot-optimizer', 'rightsizing'] });
const ML = '/api/v1/ml';
const WAIT = { timeout: 30_000, interval: 250 };
const HOUR_MS = 3_600_000;
const HOURS = 192;

/** Tomorrow everything costs a tenth more. */
const PRICES: ColumnModel = { name: 'prices', version: '1.0.0', type: 'spot_price_predictor', features: SPOT_PRICE_FEATURES, column: 'lag_1h', columns: ['p10', 'p50', 'p90'], factors: [1, 1.1, 1.2], more: [0, 0, 0] };
/** And a fifth more is used. */
const USAGE: ColumnModel = { name: 'usage', version: '1.0.0', type: 'resource_forecaster', features: USAGE_FEATURES, column: 'is_memory', columns: ['multiplier'], factors: [0], more: [1.2] };

let asked = 0;
const decide = (route: string, body: object): Promise<DecisionAnswer> => api.post(`${ML}/decision/${route}`, { request_id: `f-${(asked += 1)}`, cluster_id: 'c-1', ...body });
const spot = (count = 20): Promise<DecisionAnswer> => decide('spot-optimize', { current_state: {}, requirements: { region: 'us-east-1', vcpu: 4, memory_gib: 16, count } });

const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const series = (value: number): readonly number[] => Array.from({ length: HOURS }, (_, hour) => (hour % 8 === 0 ? value : value / 2));
const CONTAINER = { name: 'app', resources: { requests: { cpu: '1', memory: '2Gi' } } };
const STATE = {
  deployments: [{ metadata: { name: 'web', namespace: 'shop' }, spec: { replicas: 1, template: { spec: { containers: [CONTAINER] } } } }],
  pods: [{ metadata: { name: 'web-1', namespace: 'shop', ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }] }, spec: { nodeName: 'n1', containers: [CONTAINER] }, status: { phase: 'Running' } }],
  horizontal_pod_autoscalers: [],
  usage: {
    window: { start: new Date(end - HOURS * HOUR_MS).toISOString(), end: new Date(end).toISOString(), step_seconds: 3_600 },
    containers: [{ namespace: 'shop', pod: 'web-1', container: 'app', cpu_cores: series(0.4), memory_bytes: series(4e8) }],
  },
};
const rightsize = (): Promise<DecisionAnswer> => decide('rightsize', { current_state: STATE, requirements: { region: 'us-east-1', level: 'workloads' } });
const cpuOf = ({ recommendations }: DecisionAnswer): Readonly<Record<string, unknown>> | undefined => recommendations.find(({ details }) => details['resource'] === 'cpu')?.details;

const replayed = ({ decision_id: id }: DecisionAnswer): Promise<ReplayAnswer> => api.post(`${ML}/decisions/${id}/replay`, {});
const IDENTICAL = { identical: true, differences: [] };

const activated = async (model: ColumnModel): Promise<string> => {
  const { model_id } = await api.upload<UploadedModel>(`${ML}/models/upload`, columnModelForm(model));
  await api.post<Activation>(`${ML}/models/activate`, { model_id, version: model.version });
  return model_id;
};
const made: DecisionAnswer[] = [];
const until = async (ask: () => Promise<DecisionAnswer>, evidence: object): Promise<DecisionAnswer> => {
  const found = await vi.waitFor(async () => {
    const answer = await ask();
    expect(answer.evidence).toMatchObject(evidence);
    return answer;
  }, WAIT);
  made.push(found);
  return found;
};

describe('decisions and the models that are active', { timeout: 90_000 }, () => {
  let prices = '';
  let usage = '';

  it('say that no model is active, and decide as ever', async () => {
    const none = { model: null, model_fallback: { code: 'NO_ACTIVE_MODEL' } };
    expect((await until(spot, none)).verdict).toBe('act');
    expect(cpuOf(await until(rightsize, none))).toMatchObject({ target: 400, agreement: 'no_model' });
  });

  it('use the price model as soon as it is active, in the expected cost and on show', async () => {
    prices = await activated(PRICES);
    const answer = await until(spot, { model: { id: prices, name: 'prices', version: '1.0.0' }, model_fallback: null });
    for (const { details } of answer.recommendations) expect((details['predicted_price'] as { p50: number }).p50).toBeCloseTo(Number(details['spot_price']) * 1.1, 4);
    expect(answer['pool_forecast']).toMatchObject({ horizon_hours: 24, price_model: { id: prices }, interruption_model: null });
  });

  it('ask the usage model within the decision, and take the larger amount', async () => {
    usage = await activated(USAGE);
    const answer = await until(rightsize, { model: { id: usage, version: '1.0.0' }, model_fallback: null });
    expect(cpuOf(answer)).toMatchObject({ target: 480, agreement: 'model_larger' });
  });

  it('go on with the last forecast, and without the usage model, while the models service is away', async () => {
    await fleet.service('models').kill();
    const [priced, sized] = await Promise.all([spot(21), decide('rightsize', { current_state: STATE, requirements: { region: 'us-east-1', level: 'workloads', lookback_days: 7 } })]);
    made.push(priced, sized);
    expect([priced.evidence.model, sized.evidence.model_fallback?.code]).toMatchObject([{ id: prices }, 'MODEL_FAILED']);
    expect(cpuOf(sized)).toMatchObject({ target: 400, agreement: 'no_model' });
    // Back again, and asked again: another look-back is another question, nothing that was answered before.
    let days = 7;
    await until(() => decide('rightsize', { current_state: STATE, requirements: { region: 'us-east-1', level: 'workloads', lookback_days: (days = days === 7 ? 6 : 7) } }), { model: { id: usage } });
    expect((await spot(22)).evidence.model).toMatchObject({ id: prices });
  });

  it('do not wait for a models service that is frozen, and spare it once one of them has', async () => {
    const pid = fleet.service('models').pid ?? 0;
    const resized = (lookback_days: number): Promise<DecisionAnswer> => decide('rightsize', { current_state: STATE, requirements: { region: 'us-east-1', level: 'workloads', lookback_days } });
    process.kill(pid, 'SIGSTOP');
    try {
      const all = await Promise.all([3, 4, 5, 8, 9, 10, 11, 12].map(resized));
      made.push(...all);
      expect(all.map(({ evidence }) => evidence.model_fallback?.code)).toEqual(all.map(() => 'MODEL_FAILED'));
      // One for each of the two threads has waited, and nobody behind them.
      expect(all.filter(({ evidence }) => evidence.model_fallback?.text.includes('in time')).length).toBeLessThanOrEqual(2);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    let days = 13;
    await until(() => resized((days += 1)), { model: { id: usage } });
  });

  it('say again that none is active when they are taken away', async () => {
    await Promise.all([prices, usage].map((id) => api.post(`${ML}/models/${id}/deactivate`, {})));
    await until(spot, { model: null, model_fallback: { code: 'NO_ACTIVE_MODEL' } });
    await until(rightsize, { model: null, model_fallback: { code: 'NO_ACTIVE_MODEL' } });
  });

  it('are replayed to the same bytes, with a model and without, also when that model is away', async () => {
    const replays = await Promise.all(made.map(replayed));
    expect(made.map(({ evidence }) => evidence.model !== null)).toContain(true);
    expect(replays).toMatchObject(made.map(() => IDENTICAL));
  });
});
