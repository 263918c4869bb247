import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askCollectedRows, askCollectedSeries, askScoreCollected, askScoreSeries, askWaste, askWasteOfAccount, type CollectedSeriesKey, type SeriesToScore, type WasteAnswer, type WasteOfAccount } from '@ml/contracts/insights';
import { askPredict, type PredictAsk, type Prediction } from '@ml/contracts/predictions';
import { POSTED_VOLUME } from '@ml/domain/waste/posted-volume.fixture';
import { WASTE_COLUMNS } from '@ml/domain/waste/waste-columns';
import { Answers } from '@ml/platform/bus/handlers';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { onTheBus, serveModule } from '@ml/testing/serve-module';
import { InsightModule } from './insight.module';
import { insightSettings } from './settings';

builtServices();
const servers = await realServers({ database: 'empty' });

const MODEL_ID = '019a7b1e-8c00-7000-8000-0000000000c1';
const NOBODY: Prediction = { prediction_id: MODEL_ID, model: null, output: null, confidence: null, fallback: { code: 'NO_ACTIVE_MODEL', text: 'no waste_predictor is active' }, warnings: [] };

/** What `models` answers, and what it was asked. */
const models = { answer: (_: PredictAsk): Prediction | Promise<Prediction> => NOBODY, asked: [] as PredictAsk[] };

@Controller()
class ModelsStandIn {
  @Answers(askPredict)
  predict(@Payload() ask: PredictAsk): Prediction | Promise<Prediction> {
    models.asked.push(ask);
    return models.answer(ask);
  }
}

const HOURS: SeriesToScore = { timestamps: Array.from({ length: 60 }, (_, at) => new Date(Date.UTC(2026, 10, 1, at)).toISOString()), values: Array.from({ length: 60 }, (_, at) => (at === 50 ? 90 : 20 + (at % 5))) };
const ROW = { resource_hash: 'c0ffee', resource_type: 'ebs_volume', provider: 'aws', region_anonymized: 'us-*', detection_scenario: 'unattached', confidence_level: 'high', resource_age_days: 30, cost_monthly: '45.2000' };

@Controller()
class CollectorStandIn {
  @Answers(askCollectedSeries)
  series(@Payload() { resource_id }: CollectedSeriesKey): SeriesToScore {
    if (resource_id !== 'known') throw new AppError('NOT_FOUND', 'nothing is collected of this resource');
    return HOURS;
  }

  @Answers(askCollectedRows)
  rows(@Payload() { limit }: WasteOfAccount): { readonly rows: readonly object[]; readonly total: number } {
    return { rows: Array.from({ length: limit }, () => ROW), total: 7 };
  }
}

@Module({ controllers: [ModelsStandIn] })
class Models {}

@Module({ controllers: [CollectorStandIn] })
class Collector {}

await serveModule(servers, { owner: 'models', module: Models });
await serveModule(servers, { owner: 'collector', module: Collector });
await serveModule(servers, { owner: 'insight', module: InsightModule, settings: insightSettings });
const gateway = await onTheBus(servers, 'gateway');

beforeEach(() => {
  models.answer = () => NOBODY;
  models.asked.length = 0;
});

describe('scores of a series', () => {
  it('are computed in a thread, for posted samples', async () => {
    const { scores, windows, method } = await gateway.bus.ask(askScoreSeries, HOURS);
    expect([scores.length, scores[23], method]).toEqual([60, null, 'seen_range']);
    expect(windows).toEqual([{ start: HOURS.timestamps[50], end: HOURS.timestamps[51], score: scores[50] }]);
    await expect(gateway.bus.ask(askScoreSeries, { timestamps: [], values: [] })).rejects.toMatchObject({ code: 'TOO_SHORT', path: 'series' });
    await expect(gateway.bus.ask(askScoreSeries, { ...HOURS, timestamps: HOURS.timestamps.toReversed() })).rejects.toMatchObject({ code: 'BAD_FIELD', path: 'series.timestamps[1]' });
  });

  it('are computed for 100,000 samples', async () => {
    const many = { timestamps: Array.from({ length: 100_000 }, (_, at) => new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString()), values: Array.from({ length: 100_000 }, (_, at) => Math.sin(at)) };
    expect((await gateway.bus.ask(askScoreSeries, many)).scores).toHaveLength(100_000);
  });

  it('are computed for what was collected', async () => {
    expect((await gateway.bus.ask(askScoreCollected, { resource_id: 'known', metric_name: 'cpu' })).windows).toHaveLength(1);
    await expect(gateway.bus.ask(askScoreCollected, { resource_id: 'unknown', metric_name: 'cpu' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

const judge = (resources: unknown): Promise<WasteAnswer> =>
  gateway.bus.ask(askWaste, { provider: 'aws', observed_at: '2026-11-20T11:00:00Z', first: 0 }, { attachment: Buffer.from(typeof resources === 'string' ? resources : JSON.stringify(resources)) });

const modelled = ({ rows = [] }: PredictAsk): Prediction => ({
  prediction_id: MODEL_ID,
  model: { id: MODEL_ID, name: 'waste', version: '1.0.0' },
  output: rows.map((_, at) => ({ waste_probability: at === 0 ? 0.7 : 0.699_94 })),
  confidence: 0.9,
  warnings: [{ code: 'FEATURES_MISSING', text: 'unknown to the model, which lowers the confidence: cpu_avg' }],
});

/** A model that answers when nobody needs it any more. */
const hanging = Promise.withResolvers<Prediction>();
afterAll(() => hanging.resolve(NOBODY));

describe('waste', () => {
  it('is what the model says of the features, which hold nobody\'s id', async () => {
    models.answer = modelled;
    const answer = await judge([POSTED_VOLUME, { ...POSTED_VOLUME, resource_id: 'b', cost_monthly: -1 }, { ...POSTED_VOLUME, resource_id: 'c' }]);
    expect(answer.resources).toEqual([
      { resource_id: POSTED_VOLUME.resource_id, waste_probability: 0.7, flagged: true, reason: null },
      { resource_id: 'b', waste_probability: null, flagged: false, reason: { code: 'NEGATIVE_COST', text: expect.any(String) as string } },
      { resource_id: 'c', waste_probability: 0.6999, flagged: false, reason: null },
    ]);
    expect(answer).toMatchObject({ model: { id: MODEL_ID, version: '1.0.0' }, fallback: null, threshold: 0.7, fault_count: 1, faults: [{ path: 'resources[1].cost_monthly' }], warnings: [{ code: 'FEATURES_MISSING' }] });
    expect(models.asked).toMatchObject([{ model_type: 'waste_predictor', columns: WASTE_COLUMNS, rows: [expect.any(Array), expect.any(Array)] }]);
    expect(models.asked[0]?.rows?.[0]).toEqual(expect.arrayContaining([45.2, 'ebs_volume', 'eu-*', 'unattached']));
    expect(JSON.stringify(models.asked)).not.toMatch(/vol-0abc|anna/);
  });

  it('is judged by the rule where no model is active, and says why', async () => {
    expect(await judge([POSTED_VOLUME])).toMatchObject({ resources: [{ flagged: true }], model: null, fallback: { code: 'NO_MODEL', text: 'no waste_predictor is active; the rule answered instead' } });
  });

  it.each<[string, (ask: PredictAsk) => Prediction | Promise<Prediction>]>([
    ['is not ready', () => ({ ...NOBODY, fallback: { code: 'MODEL_NOT_READY', text: 'not every active model is loaded' } })],
    ['refuses the rows', () => { throw new AppError('BAD_FIELD', 'cost is a whole number to this model', { path: 'rows[0].cost' }); }],
    ['breaks', () => { throw new Error('boom'); }],
    ['hangs', () => hanging.promise],
    ['says something else', (ask) => ({ ...modelled(ask), output: [{ savings: 45.2 }] })],
    ['has more answers than resources', (ask) => ({ ...modelled(ask), output: [{ waste_probability: 0.9 }, { waste_probability: 0.1 }] })],
    ['says a class and what speaks for each', (ask) => ({ ...modelled(ask), output: [{ label: 1, probabilities_0: 0.4, probabilities_1: 0.6 }] })],
  ])('is judged by the rule where the model %s', async (...[, answer]) => {
    models.answer = answer;
    expect(await judge([POSTED_VOLUME])).toMatchObject({ resources: [{ waste_probability: expect.any(Number) as number }], model: null, fallback: { code: 'MODEL_FAILED' } });
  });

  it('asks nobody about nothing', async () => {
    expect(await judge([])).toMatchObject({ resources: [], model: null, fallback: null, fault_count: 0 });
    expect(models.asked).toEqual([]);
  });

  it('refuses what is no list without quoting it', async () => {
    const failed = await judge('[{"resource_id": "anna.schmidt@example.com"').then(() => null, (error: unknown) => error as AppError);
    expect(failed).toMatchObject({ code: 'BAD_JSON', path: 'resources' });
    expect(failed?.message).not.toContain('anna');
    await expect(judge('{}')).rejects.toMatchObject({ code: 'BAD_FIELD' });
  });

  it('is judged of what was collected of an account, by its hashes', async () => {
    const answer = await gateway.bus.ask(askWasteOfAccount, { account_id: '111122223333', limit: 2, offset: 0 });
    expect(answer).toMatchObject({ total: 7, fallback: { code: 'NO_MODEL' }, threshold: 0.7 });
    expect(answer.resources).toHaveLength(2);
    expect(answer.resources[0]).toEqual({ resource_hash: 'c0ffee', resource_type: 'ebs_volume', detection_scenario: 'unattached', cost_monthly: 45.2, waste_probability: 0.7937, flagged: true });
    models.answer = modelled;
    expect(await gateway.bus.ask(askWasteOfAccount, { account_id: '111122223333', limit: 1, offset: 0 })).toMatchObject({ model: { id: MODEL_ID }, warnings: [{ code: 'FEATURES_MISSING' }] });
  });
});
