import { rm } from 'node:fs/promises';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import { askVerifyOnData, type VerifyModel } from '@ml/contracts/model-refresh';
import { askDelete, askModelDetails, askModelsReady, askRegister } from '@ml/contracts/models';
import type { RefreshVerdict } from '@ml/contracts/refresh';
import { INTERRUPTION_FEATURES } from '@ml/domain/features/interruption-features';
import { SPOT_PRICE_FEATURES } from '@ml/domain/features/spot-price-features';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { Metrics } from '@ml/platform/metrics';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { columnMetadata, columnModel, type ColumnModel } from '../test/column-model';
import { standInForPricing, type PricingStandIn } from '../test/priced-region';
import { asGateway, serveModels, stored, uploaded, type ServedModels } from '../test/served-models';

const servers = await realServers();
const REGION = 'us-east-1';

const PRICES: ColumnModel = { type: 'spot_price_predictor', features: SPOT_PRICE_FEATURES, column: 'lag_1h', columns: ['p10', 'p50', 'p90'], factors: [0.95, 1, 1.05] };
const CHANCES: ColumnModel = { type: 'spot_predictor', features: INTERRUPTION_FEATURES, column: 'vcpu', columns: ['interruption_probability'], factors: [0.001], more: 0.05 };

describe('a model on new prices', () => {
  let service: ServedModels;
  let gateway: Booted;
  let filler: Booted;
  let pricing: PricingStandIn;

  const register = async (model: ColumnModel, changes: Partial<ModelMetadata> = {}): Promise<string> => {
    const metadata = { ...columnMetadata(model, changes) };
    const form = { file_name: 'model.onnx', model_name: model.type, model_version: uuid(), model_type: model.type, trained_until_date: metadata.trained_until, metadata, uploaded_by: 'spec' };
    return (await gateway.bus.ask(askRegister, { ...(await stored(gateway, columnModel(model))), ...form })).model_id;
  };
  const judged = (model_id: string, regions: readonly string[] = [REGION], rest: Partial<VerifyModel> = {}): Promise<RefreshVerdict> => filler.bus.ask(askVerifyOnData, { model_id, regions, ...rest });
  const verdictOn = async (model: ColumnModel, changes?: Partial<ModelMetadata>): Promise<RefreshVerdict> => judged(await register(model, changes));
  const failed = ({ checks }: RefreshVerdict): readonly string[] => checks.filter(({ passed }) => !passed).map(({ check }) => check);
  const hosts = async (): Promise<string | undefined> => /^ml_model_hosts\S* (\d+)$/m.exec(await service.get(Metrics).registry.metrics())?.[1];

  beforeAll(async () => {
    builtServices();
    [service, gateway, pricing] = await Promise.all([serveModels(servers), asGateway(servers), standInForPricing(servers)]);
    filler = await bootService('gap-filler', {}, { ...servers.envOf('gap-filler'), LOG_FILE: '/dev/null' });
    await pricing.price(REGION, 0.03);
  });
  afterEach(async () => {
    Object.assign(pricing, { held: undefined, failure: undefined });
    await expect.poll(hosts).toBe('0');
  });
  afterAll(async () => {
    await service.close();
    await Promise.all([gateway.close(), filler.close(), pricing.close()]);
  });

  it('passes with its golden rows, its answers, and what it would have said of what came, and is not served by it', async () => {
    const model_id = await register(PRICES);
    const { passed, checks } = await judged(model_id);
    expect([passed, checks.map(({ check, passed: one }) => [check, one])]).toEqual([true, [['load', true], ['golden_rows', true], [`answers:${REGION}`, true], [`back_test:${REGION}`, true]]]);
    const test = checks.at(-1);
    expect(test?.value).toBeGreaterThan(0);
    expect(test?.limit).toBeGreaterThan(test?.value ?? Number.POSITIVE_INFINITY);
    expect((await gateway.bus.ask(askModelsReady, {})).models).toEqual([]);
    expect(await gateway.bus.ask(askModelDetails, { model_id })).toMatchObject({ active: false, alias: null, last_refresh: null });
  });

  it('fails when what it expects lies beside the prices that came, by how much', async () => {
    const verdict = await verdictOn({ ...PRICES, factors: [1.25, 1.3, 1.35] });
    expect([verdict.passed, failed(verdict)]).toEqual([false, [`back_test:${REGION}`]]);
    const test = verdict.checks.at(-1);
    expect(test?.value).toBeGreaterThan((test?.limit ?? Number.POSITIVE_INFINITY) * 2);
  });

  it('is borne what it erred by in training', async () => {
    expect(failed(await verdictOn({ ...PRICES, factors: [1.25, 1.3, 1.35] }, { metrics: { mae: 40 } }))).toEqual([]);
  });

  it('fails when its answers are no numbers, or cross, or are no prices', async () => {
    expect(failed(await verdictOn({ ...PRICES, nanBelow: 500 }))).toEqual([`answers:${REGION}`, `back_test:${REGION}`]);
    expect(failed(await verdictOn({ ...PRICES, factors: [1.05, 1, 0.95] }))).toEqual([`answers:${REGION}`]);
    expect(failed(await verdictOn({ ...PRICES, factors: [-1, 1, 1] }))).toEqual([`answers:${REGION}`]);
    expect(failed(await verdictOn({ ...PRICES, factors: [1, 1, 30] }))).toEqual([`answers:${REGION}`]);
  });

  it('fails where there are no prices, and waits for those that have just been built', async () => {
    const model_id = await register(PRICES);
    await pricing.publishNothing('eu-west-1');
    expect(failed(await judged(model_id, [REGION, 'eu-west-1', 'nowhere-1']))).toEqual(['answers:eu-west-1', 'answers:nowhere-1']);
    let release: (() => void) | undefined;
    pricing.held = new Promise((resolve) => (release = resolve));
    const verdict = judged(model_id, ['ap-south-1']);
    await pricing.price('ap-south-1', 0.03);
    release?.();
    expect(failed(await verdict)).toEqual([]);
    expect(failed(await judged(model_id, []))).toEqual(['answers']);
  });

  it('is not judged on older prices than those that were built', async () => {
    const model_id = await register(CHANCES);
    await pricing.price('eu-central-1', 0.03);
    const built = [{ region: 'eu-central-1', published_at: new Date(Date.now() + 1).toISOString() }];
    await expect(judged(model_id, ['eu-central-1'], { built })).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    await pricing.price('eu-central-1', 0.03);
    expect(failed(await judged(model_id, ['eu-central-1', REGION], { built }))).toEqual([]);
  });

  it('is asked about the types that are named, and about no others', async () => {
    const { types } = await pricing.price(REGION, 0.03);
    const large = types.filter(({ vcpu }) => vcpu >= 8).map(({ instance_type }) => instance_type);
    expect(large.length).toBeLessThan(types.length);
    const chances = await register({ ...CHANCES, nanBelow: 8 });
    expect([failed(await judged(chances)), failed(await judged(chances, [REGION], { instance_types: large }))]).toEqual([[`answers:${REGION}`], []]);
    const prices = await register(PRICES);
    const { checks } = await judged(prices, [REGION], { instance_types: [`${String(large[0]).split('.')[0]}.*`] });
    expect(checks.map(({ passed }) => passed)).toEqual([true, true, true, true]);
    const all = await judged(prices);
    for (const check of [2, 3]) expect(Number(/(\d+) (answers|pools)/.exec(checks[check]?.text ?? '')?.[1])).toBeLessThan(Number(/(\d+) (answers|pools)/.exec(all.checks[check]?.text ?? '')?.[1]));
    expect(failed(await judged(prices, [REGION], { instance_types: ['z9.*'] }))).toEqual([`answers:${REGION}`, `back_test:${REGION}`]);
  });

  it('fails when the prices do not reach back as far as it looks ahead', async () => {
    expect(failed(await verdictOn(PRICES, { horizon_hours: 500 }))).toEqual([`back_test:${REGION}`]);
    expect(failed(await verdictOn(PRICES, { horizon_hours: 0.5 }))).toEqual([`back_test:${REGION}`]);
  });

  it('fails with features that nobody knows, or without rows whose answers are known', async () => {
    expect(failed(await verdictOn({ ...PRICES, features: ['lag_1h', 'mood'] }))).toEqual(['features']);
    const { model_id } = await uploaded(gateway, { slope: 1, type: 'spot_price_predictor' }, { model_name: 'foreign', metadata: null });
    expect(failed(await judged(model_id))).toEqual(['golden_rows', 'features']);
  });

  it('is asked for probabilities that differ, of interruptions, and told of drift', async () => {
    const { passed, checks } = await verdictOn(CHANCES);
    expect([passed, checks.map(({ check }) => check)]).toEqual([true, ['load', 'golden_rows', `answers:${REGION}`, `differ:${REGION}`, `drift:${REGION}`]]);
    expect(failed(await verdictOn({ ...CHANCES, factors: [0] }))).toEqual([`differ:${REGION}`]);
    expect(failed(await verdictOn({ ...CHANCES, more: -3 }))).toEqual([`answers:${REGION}`]);
    const elsewhere = Array.from({ length: 100 }, (_, index) => 1_000 + index);
    expect(failed(await verdictOn(CHANCES, { reference: { vcpu: elsewhere, memory_gib: elsewhere, history_hours: elsewhere } }))).toEqual([`drift:${REGION}`]);
  });

  it('of another type is held to its golden rows alone, and that is said', async () => {
    const { model_id } = await uploaded(gateway, { slope: 2 }, { model_name: 'waste' });
    const { passed, checks } = await judged(model_id);
    expect([passed, checks.map(({ check }) => check)]).toEqual([true, ['load', 'golden_rows']]);
    expect(checks[1]?.text).toContain('a waste_predictor is not asked about prices');
  });

  it('whose file is gone fails, and one that is deleted is not there', async () => {
    const { model_id, upload_path } = await uploaded(gateway, { slope: 4 }, { model_name: 'lost' });
    await gateway.blobs.delete(upload_path, 'model');
    await rm(path.join(service.uploadDir, `${upload_path.replace('sha256:', '')}.onnx`));
    expect(await judged(model_id)).toMatchObject({ passed: false, checks: [{ check: 'load', passed: false }] });
    await gateway.bus.ask(askDelete, { model_id });
    await expect(judged(model_id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is asked about again when pricing is away, or time is over, or several wait', async () => {
    const model_id = await register(PRICES);
    pricing.failure = new AppError('UNAVAILABLE', 'the database is away');
    await expect(judged(model_id)).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    pricing.failure = undefined;
    let release: (() => void) | undefined;
    pricing.held = new Promise((resolve) => (release = resolve));
    await expect(filler.bus.ask(askVerifyOnData, { model_id, regions: [REGION] }, { timeoutMs: 1_500 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true });
    await expect.poll(hosts).toBe('0');
    const several = Array.from({ length: 5 }, () => judged(model_id).then(({ passed }) => passed, ({ code }: AppError) => code));
    expect(await Promise.race(several)).toBe('BUSY');
    release?.();
    expect((await Promise.all(several)).toSorted()).toEqual(['BUSY', true, true, true, true]);
  });
});
