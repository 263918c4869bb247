import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { askAnalyzeGap, askFillGap, askGaps, type FillGap, type GapFilling } from '@ml/contracts/gaps';
import { midday } from '@ml/testing/midday';
import { realServers } from '@ml/testing/real';
import { allBut, day, errorOf, gapRig, instant, type } from '../test/gap-rig';
import { standInForPricing } from '../test/price-stand-in';

const servers = await realServers();
const rig = await gapRig(servers);
const MODEL = uuid();
const NOBODY = uuid();
rig.models.trainedUntil.set(MODEL, day(28));

const BODY: FillGap = { instance_types: ['m5.*'], regions: ['us-east-1'], gap_start_date: day(28), gap_end_date: day(1), data_types: ['spot_prices'], requested_by: 'spec' };
const fill = (changes: Partial<FillGap> = {}): Promise<GapFilling> => rig.gateway.bus.ask(askFillGap, { ...BODY, ...changes });

beforeEach(() => {
  rig.pricing.types = [type('m5.large', allBut(-1))];
  rig.pricing.onDemandAsOf = midday.now().toISOString();
});

describe('the analysis of a gap', () => {
  it('says which days of which types are missing since the last day of training', async () => {
    rig.pricing.types = [type('c5.large', [{ from: instant(10), until: instant(9) }]), type('m5.large', allBut(8))];
    const analysis = await rig.gateway.bus.ask(askAnalyzeGap, { model_id: MODEL, instance_types: [], regions: ['us-east-1'] });
    expect(analysis).toMatchObject({ trained_until: day(28), current_date: day(0), gap_days: 28, required_from: day(28), out_of_reach_days: 0, required_data_types: ['spot_prices'] });
    expect(analysis.missing).toEqual([
      { region: 'us-east-1', instance_type: 'm5.large', missing_days: 20, missing: [{ from: instant(28), until: instant(8) }], estimated_records: 20 * 12 + 6 },
      { region: 'us-east-1', instance_type: 'c5.large', missing_days: 1, missing: [{ from: instant(10), until: instant(9) }], estimated_records: 12 + 6 },
    ]);
    expect(analysis.missing_total).toBe(2);
    expect(analysis.coverage).toMatchObject({ missing: 6 * 21 });
    expect(analysis.estimated_duration_minutes).toBe(1);
  });

  it('needs on-demand prices when their list is older than a day, and nothing when all is there', async () => {
    rig.pricing.types = [type('m5.large')];
    const ask = { model_id: MODEL, required_lookback_days: 15, instance_types: [], regions: [] };
    expect(await rig.gateway.bus.ask(askAnalyzeGap, ask)).toMatchObject({ required_data_types: [], estimated_records: 0, estimated_duration_minutes: 0, missing: [], coverage: { percent_complete: 100 } });
    rig.pricing.onDemandAsOf = instant(2);
    expect(await rig.gateway.bus.ask(askAnalyzeGap, ask)).toMatchObject({ required_data_types: ['on_demand_prices'], estimated_records: 2, on_demand_as_of: { 'us-east-1': instant(2) } });
  });

  it.each([
    ['a model that nobody knows', { model_id: NOBODY }, { code: 'NOT_FOUND', path: 'model_id' }],
    ['a lookback beyond what is kept', { required_lookback_days: 91 }, { code: 'BAD_FIELD', path: 'required_lookback_days' }],
    ['a region that is none', { regions: ['mars-1'] }, { code: 'UNKNOWN_REGION', path: 'regions[0]' }],
    ['a pattern that matches nothing', { instance_types: ['m5.*', 'z9.*'] }, { code: 'UNKNOWN_INSTANCE_TYPE', path: 'instance_types[1]' }],
  ])('refuses %s', async (_, change, expected) => {
    expect(await errorOf(rig.gateway.bus.ask(askAnalyzeGap, { model_id: MODEL, instance_types: [], regions: [], ...change }))).toEqual(expected);
  });
});

describe('while pricing is away', () => {
  it('fills and analyses are to be asked again, and the history answers', async () => {
    await rig.pricing.close();
    try {
      expect(await errorOf(fill())).toMatchObject({ code: 'UNAVAILABLE' });
      expect(await errorOf(rig.gateway.bus.ask(askAnalyzeGap, { model_id: MODEL, instance_types: [], regions: [] }))).toMatchObject({ code: 'UNAVAILABLE' });
      expect((await rig.gateway.bus.ask(askGaps, { limit: 10, offset: 0 })).total).toBe(0);
    } finally {
      rig.pricing = await standInForPricing(servers);
    }
  });
});

describe('at the end of a year', () => {
  it.each([
    { afterMs: -60_000, today: '2026-12-31', days: 30, expected: { code: 'BAD_FIELD', path: 'gap_end_date' } },
    { afterMs: 60_000, today: '2027-01-01', days: 31, expected: 'no error' },
  ])('today is $today in UTC', async ({ afterMs, today, days, expected }) => {
    const model_id = uuid();
    rig.models.trainedUntil.set(model_id, '2026-12-01');
    await rig.replacedBy({ CLOCK_OFFSET_MS: String(Date.parse('2027-01-01T00:00:00Z') + afterMs - Date.now()) }, async () => {
      const analysis = await rig.gateway.bus.ask(askAnalyzeGap, { model_id, instance_types: [], regions: [] });
      expect(analysis).toMatchObject({ current_date: today, gap_days: days, required_from: '2026-12-01' });
      expect(await errorOf(fill({ gap_start_date: '2026-12-30', gap_end_date: '2027-01-01' }))).toEqual(expected);
    });
  });
});
