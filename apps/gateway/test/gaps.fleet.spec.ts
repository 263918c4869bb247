import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { GapAnalysis, GapFilling, GapState } from '@ml/contracts/gaps';
import type { ModelDetails, UploadedModel } from '@ml/contracts/models';
import type { CoverageRow, TimeSpan } from '@ml/contracts/price-coverage';
import type { RefreshSchedule, RefreshStarted, RefreshState } from '@ml/contracts/refresh';
import { SPOT_PRICE_FEATURES } from '@ml/domain/features/spot-price-features';
import { wholeFleet } from '@ml/testing/fleet';
import { midday } from '@ml/testing/midday';
import { columnModelForm, type ColumnModel } from './column-model';

const { api, gatewayUrl, apiKeys, fleet } = await wholeFleet({ only: [], all: midday.env });

const ML = '/api/v1/ml';
const REGION = 'us-east-1';
const DAY_MS = 86_400_000;
const WAIT = { timeout: 60_000, interval: 250 };
const TRAINED_UNTIL = '2026-10-31';
const ENDED: readonly string[] = ['completed', 'failed', 'cancelled'];

/** What the price was an hour ago, more or less. */
const LAST_PRICE: ColumnModel = { name: 'last-price', version: '1.0.0', type: 'spot_price_predictor', features: SPOT_PRICE_FEATURES, column: 'lag_1h', columns: ['p10', 'p50', 'p90'], factors: [0.95, 1, 1.05], more: [0, 0, 0] };
/** Three times that. */
const WRONG: ColumnModel = { ...LAST_PRICE, name: 'wrong', factors: [2.9, 3, 3.1] };

const dayAgo = (days: number): string => new Date(midday.start.getTime() - days * DAY_MS).toISOString().slice(0, 10);
const GAP = { instance_types: ['m5.large', 'c5.x*'], regions: [REGION], gap_start_date: dayAgo(40), gap_end_date: dayAgo(34) } as const;

const uploaded = async (model: ColumnModel): Promise<string> => (await api.upload<UploadedModel>(`${ML}/models/upload`, columnModelForm(model))).model_id;
const ended = <Job extends { readonly status: string }>(path: string): Promise<Job> =>
  vi.waitFor(async () => {
    const job = await api.get<Job>(path);
    expect(ENDED).toContain(job.status);
    return job;
  }, WAIT);
const filled = async (body: object): Promise<GapState> => ended(`${ML}/gap-filler/status/${(await api.post<GapFilling>(`${ML}/gap-filler/fill`, body)).gap_id}`);
const refreshed = async (body: object): Promise<RefreshState> => ended(`${ML}/refresh/status/${(await api.post<RefreshStarted>(`${ML}/refresh/trigger`, body)).refresh_id}`);
const covered = (type: string): Promise<readonly CoverageRow[]> =>
  api.get(`${ML}/pricing/coverage?region=${REGION}&instance_type=${type}&start_date=${GAP.gap_start_date}&end_date=${GAP.gap_end_date}&limit=1000`);

interface Told {
  readonly event: string;
  readonly job_id: string;
  readonly status: string;
  readonly percent_complete: number;
  readonly records_inserted: number;
  readonly log: readonly { readonly line: number }[];
}
const told: Told[] = [];
const socket = new WebSocket(`${gatewayUrl.replace('http', 'ws')}${ML}/stream?topics=jobs`, { headers: { 'x-api-key': apiKeys.platform } });
socket.on('message', (message: Buffer) => told.push((JSON.parse(message.toString()) as { readonly data: Told }).data));
await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
afterAll(() => socket.close());
const toldOf = (id: string): readonly Told[] => told.filter(({ event, job_id }) => event === 'job_told' && job_id === id);
const ascends = (values: readonly number[]): boolean => values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0));

// A later one stands on what an earlier one has done.
describe('a gap, through the door of the whole fleet', { timeout: 90_000 }, () => {
  let model = '';

  it('is found: what is really missing since the training, or the lookback', async () => {
    model = await uploaded(LAST_PRICE);
    const gap = await api.post<GapAnalysis>(`${ML}/gap-filler/analyze`, { model_id: model, required_lookback_days: 45, instance_types: GAP.instance_types, regions: GAP.regions });
    expect(gap).toMatchObject({ model_id: model, trained_until: TRAINED_UNTIL, current_date: dayAgo(0), gap_days: Math.round((Date.parse(dayAgo(0)) - Date.parse(TRAINED_UNTIL)) / DAY_MS) });
    expect(gap.required_data_types).toContain('spot_prices');
    expect([gap.estimated_records > 0, gap.estimated_duration_minutes > 0, gap.coverage.missing > 0]).toEqual([true, true, true]);
    expect(new Set(gap.missing.map(({ instance_type: type }) => type))).toEqual(new Set(['c5.xlarge', 'm5.large']));
    expect(new Set((await covered('m5.large')).map(({ state }) => state))).toEqual(new Set(['missing']));
  });

  it('is filled, and told live until it is complete', async () => {
    const gap = await filled({ ...GAP, model_id: model, priority: 'high' });
    expect(gap, JSON.stringify(gap.log)).toMatchObject({ status: 'completed', percent_complete: 100, eta_seconds: null, error_message: null, model_id: model, gap_days: 6, priority: 'high', records_refused: 0 });
    expect([gap.records_filled > 0, gap.records_filled === gap.records_inserted, gap.chunks.total === gap.chunks.completed]).toEqual([true, true, true]);
    await vi.waitFor(() => expect(toldOf(gap.gap_id).at(-1)).toMatchObject({ status: 'completed', percent_complete: 100, records_inserted: gap.records_inserted }), WAIT);
    const frames = toldOf(gap.gap_id);
    expect(ascends(frames.map(({ percent_complete: percent }) => percent))).toBe(true);
    const lines = frames.flatMap(({ log }) => log.map(({ line }) => line));
    expect(lines).toEqual(gap.log.map(({ line }) => line));
  });

  it('is complete then, every day of every pool, and in the analysis too', async () => {
    const rows = [...(await covered('m5.large')), ...(await covered('c5.xlarge'))];
    expect(rows.length).toBeGreaterThanOrEqual(14);
    expect(rows.filter(({ state, known_hours: hours }) => state !== 'complete' || hours !== 24)).toEqual([]);
    expect(rows.some(({ changes }) => changes > 0)).toBe(true);
    const gap = await api.post<GapAnalysis>(`${ML}/gap-filler/analyze`, { model_id: model, required_lookback_days: 45, instance_types: ['m5.large'], regions: GAP.regions });
    const isFilled = ({ from, until }: TimeSpan): boolean => from.slice(0, 10) <= GAP.gap_end_date && until.slice(0, 10) > GAP.gap_start_date;
    expect(gap.missing.flatMap(({ missing }) => missing).filter(isFilled)).toEqual([]);
  });

  it('brings nothing when it is filled again, neither left out nor fetched anew', async () => {
    expect(await filled({ ...GAP, data_types: ['spot_prices'] })).toMatchObject({ status: 'completed', percent_complete: 100, records_filled: 0, records_fetched: 0 });
    const anew = await filled({ ...GAP, data_types: ['spot_prices'], refetch: true });
    expect(anew).toMatchObject({ status: 'completed', records_filled: 0 });
    expect(anew.records_fetched).toBeGreaterThan(0);
  });

  it('is one job for one request id', async () => {
    const body = { ...GAP, request_id: 'again' };
    const [one, other] = [await api.post<GapFilling>(`${ML}/gap-filler/fill`, body), await api.post<GapFilling>(`${ML}/gap-filler/fill`, body)];
    expect(other.gap_id).toBe(one.gap_id);
    await expect(api.post(`${ML}/gap-filler/fill`, { ...body, priority: 'high' })).rejects.toThrow('REQUEST_ID_REUSED');
    await expect(api.post(`${ML}/gap-filler/${(await ended<GapState>(`${ML}/gap-filler/status/${one.gap_id}`)).gap_id}/cancel`, {})).rejects.toThrow('JOB_ENDED');
    const listed = await api.get<readonly GapState[]>(`${ML}/gap-filler/history?model_id=${model}&status=completed`);
    expect(listed).toHaveLength(1);
  });
});

describe('a fill and its source', { timeout: 90_000 }, () => {
  const faults = new URL('/_emulator/faults', fleet.service('aws-emulator').readyUrl);
  const struckBy = async (...kinds: readonly object[]): Promise<void> => {
    for (const fault of kinds) expect((await fetch(faults, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ operation: 'DescribeSpotPriceHistory', ...fault }) })).status).toBe(201);
  };
  afterEach(() => fetch(faults, { method: 'DELETE' }));
  const spot = (type: string, days: number): object => ({ instance_types: [type], regions: [REGION], gap_start_date: dayAgo(days + 6), gap_end_date: dayAgo(days), data_types: ['spot_prices'], priority: 'high' });

  it('is cancelled in the middle, keeps what came, and the same fill goes on with the rest', async () => {
    await struckBy({ kind: 'delay', delay_ms: 1_500 });
    const body = { ...spot('r5.*', 50), gap_start_date: dayAgo(75) };
    const { gap_id, chunks } = await api.post<GapFilling>(`${ML}/gap-filler/fill`, body);
    const path = `${ML}/gap-filler/status/${gap_id}`;
    await vi.waitFor(async () => expect((await api.get<GapState>(path)).records_fetched).toBeGreaterThan(0), WAIT);
    expect(['cancelling', 'cancelled']).toContain((await api.post<GapState>(`${ML}/gap-filler/${gap_id}/cancel`, {})).status);
    const gap = await ended<GapState>(path);
    expect(gap, JSON.stringify(gap.log)).toMatchObject({ status: 'cancelled', eta_seconds: null, chunks: { total: chunks, failed: 0 } });
    expect([gap.percent_complete < 100, gap.chunks.cancelled > 0, gap.chunks.completed + gap.chunks.cancelled === chunks]).toEqual([true, true, true]);
    await fetch(faults, { method: 'DELETE' });
    const rest = await filled(body);
    expect(rest).toMatchObject({ status: 'completed', percent_complete: 100, chunks: { failed: 0, cancelled: 0 } });
    expect(rest.records_filled).toBeGreaterThan(0);
  });

  it('fails when credentials are refused, says so, and goes on when they are good again', async () => {
    await struckBy({ kind: 'refuse_credentials' });
    const gap = await filled(spot('t3.large', 50));
    expect(gap).toMatchObject({ status: 'failed', records_filled: 0, records_fetched: 0, eta_seconds: null });
    expect(gap.error_message).toMatch(/AuthFailure/);
    expect(gap.log.some(({ level }) => level === 'error')).toBe(true);
    await fetch(faults, { method: 'DELETE' });
    const again = await filled(spot('t3.large', 50));
    expect([again.status, again.records_filled > 0]).toEqual(['completed', true]);
  });

  it('takes prices exactly, refuses those that cannot be, and counts them by their reason', async () => {
    await struckBy({ kind: 'odd_prices' }, { kind: 'duplicate' }, { kind: 'out_of_order' });
    const gap = await filled(spot('t3.xlarge', 50));
    expect(gap.status).toBe('completed');
    expect(gap.records_refused).toBeGreaterThan(0);
    expect(Object.values(gap.refused).reduce((sum, count) => sum + count, 0)).toBe(gap.records_refused);
    const rows = await api.get<readonly { readonly spot_price: string }[]>(`${ML}/pricing/spot?region=${REGION}&instance_type=t3.xlarge&start_date=${dayAgo(89)}&end_date=${dayAgo(50)}&limit=1000`);
    // With the price that was in force when the first day began.
    expect(rows.length).toBe(gap.records_inserted);
    for (const { spot_price: price } of rows) expect(price).toMatch(/^\d+\.\d{10}$/);
  });
});

describe('a refresh, through the door of the whole fleet', { timeout: 90_000 }, () => {
  const NEWEST = { instance_types: ['m5.*'], regions: [REGION], refresh_from_date: dayAgo(2), refresh_to_date: dayAgo(0), auto_activate: true } as const;

  it('activates a model that is right about the new prices, and notes their day', async () => {
    const [{ model_id: id }] = (await api.get<readonly [{ readonly model_id: string }]>(`${ML}/models/list?model_name=${LAST_PRICE.name}`));
    const refresh = await refreshed({ model_id: id, ...NEWEST });
    expect(refresh, JSON.stringify([refresh.error_message, refresh.verdict])).toMatchObject({ status: 'completed', step: 'ended', activated: true, verdict: { passed: true }, refresh_type: 'manual', schedule_id: null, percent_complete: 100 });
    expect(await api.get<ModelDetails>(`${ML}/models/${id}/details`)).toMatchObject({ active: true, last_refresh_date: dayAgo(0) });
    expect((await api.get<readonly RefreshState[]>(`${ML}/refresh/history?model_id=${id}`)).map(({ refresh_id }) => refresh_id)).toEqual([refresh.refresh_id]);
  });

  it('leaves a model alone that is wrong about them, and says by how much', async () => {
    const id = await uploaded(WRONG);
    const refresh = await refreshed({ model_id: id, ...NEWEST });
    expect(refresh).toMatchObject({ status: 'failed', activated: false, verdict: { passed: false } });
    expect(refresh.error_message).toContain('not activated');
    expect(await api.get<ModelDetails>(`${ML}/models/${id}/details`)).toMatchObject({ active: false, last_refresh_date: dayAgo(0) });
  });

  it('is scheduled for a time of the day, changed, and taken off', async () => {
    const [{ model_id }] = await api.get<readonly [{ readonly model_id: string }]>(`${ML}/models/list?model_name=${WRONG.name}`);
    const terms = { model_id, schedule_type: 'daily', time: '02:00', lookback_days: 7, enabled: true } as const;
    const made = await api.post<RefreshSchedule>(`${ML}/refresh/schedule`, terms);
    expect(made).toMatchObject({ ...terms, next_run_at: expect.stringMatching(/T02:00:00(\.000)?Z$/) as string, last_run_at: null });
    expect((await api.post<RefreshSchedule>(`${ML}/refresh/schedule`, { ...terms, lookback_days: 3 })).schedule_id).toBe(made.schedule_id);
    expect(await api.get<readonly RefreshSchedule[]>(`${ML}/refresh/schedule?model_id=${model_id}`)).toMatchObject([{ schedule_id: made.schedule_id, lookback_days: 3 }]);
    expect(await put(`${ML}/refresh/schedule/${made.schedule_id}`, { enabled: false })).toMatchObject({ status: 200, body: { next_run_at: null } });
    expect(await api.remove(`${ML}/refresh/schedule/${made.schedule_id}`)).toEqual({ status: 'deleted', schedule_id: made.schedule_id });
    expect(await api.get(`${ML}/refresh/schedule`)).toEqual([]);
  });
});

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
const send = async (method: string, path: string, body: unknown): Promise<Answer> => {
  const response = await fetch(`${gatewayUrl}${path}`, { method, headers: { 'x-api-key': apiKeys.platform, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};
const put = (path: string, body: unknown): Promise<Answer> => send('PUT', path, body);

describe('bad input, through the door of the whole fleet', () => {
  const NOBODY = '00000000-0000-7000-8000-000000000000';
  const AT_NIGHT = { schedule_type: 'daily', time: '02:00' } as const;

  it.each<[string, string, object, number, string, string]>([
    ['an end before the start', 'gap-filler/fill', { ...GAP, gap_start_date: dayAgo(3), gap_end_date: dayAgo(4) }, 400, 'BAD_FIELD', 'gap_end_date'],
    ['more than 90 days ago', 'gap-filler/fill', { ...GAP, gap_start_date: dayAgo(91) }, 400, 'BAD_FIELD', 'gap_start_date'],
    ['a day in the future', 'gap-filler/fill', { ...GAP, gap_end_date: dayAgo(-2) }, 400, 'BAD_FIELD', 'gap_end_date'],
    ['a day that no year has', 'gap-filler/fill', { ...GAP, gap_end_date: '2026-02-30' }, 400, 'BAD_TIME', 'gap_end_date'],
    ['a region that nobody knows', 'gap-filler/fill', { ...GAP, regions: [REGION, 'moon-east-1'] }, 400, 'UNKNOWN_REGION', 'regions[1]'],
    ['a pattern that matches nothing', 'gap-filler/fill', { ...GAP, instance_types: ['m5.*', 'zz9.*'] }, 400, 'UNKNOWN_INSTANCE_TYPE', 'instance_types[1]'],
    ['a type that is none', 'gap-filler/fill', { ...GAP, instance_types: ['m5.huge'] }, 400, 'UNKNOWN_INSTANCE_TYPE', 'instance_types[0]'],
    ['a model that nobody knows', 'gap-filler/fill', { ...GAP, model_id: NOBODY }, 404, 'NOT_FOUND', 'model_id'],
    ['an analysis of no model', 'gap-filler/analyze', { model_id: NOBODY }, 404, 'NOT_FOUND', 'model_id'],
    ['a refresh of no model', 'refresh/trigger', { model_id: NOBODY }, 404, 'NOT_FOUND', 'model_id'],
    ['a refresh that ends before it begins', 'refresh/trigger', { model_id: NOBODY, refresh_from_date: dayAgo(1), refresh_to_date: dayAgo(2) }, 400, 'BAD_FIELD', 'refresh_to_date'],
    ['a refresh of more than 90 days', 'refresh/trigger', { model_id: NOBODY, refresh_from_date: dayAgo(120) }, 400, 'BAD_FIELD', 'refresh_from_date'],
    ['a schedule of no model', 'refresh/schedule', { model_id: NOBODY, ...AT_NIGHT }, 404, 'NOT_FOUND', 'model_id'],
    ['an hour that no day has', 'refresh/schedule', { model_id: NOBODY, ...AT_NIGHT, time: '25:00' }, 400, 'BAD_FIELD', 'time'],
    ['a day of the week every day', 'refresh/schedule', { model_id: NOBODY, ...AT_NIGHT, weekday: 'sun' }, 400, 'BAD_FIELD', 'weekday'],
  ])('is refused with its path: %s', async (...[, path, body, status, code, at]) => {
    const answer = await send('POST', `${ML}/${path}`, body);
    expect([answer.status, answer.body['code'], answer.body['path']], String(answer.body['detail'])).toEqual([status, code, at]);
  });
});
