import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { AnalyzeGapDto } from '@ml/contracts/dto/gap-analysis-dto';
import { FillGapDto, GapListedDto, GapStateDto } from '@ml/contracts/dto/gap-fill-dto';
import { JobToldDto } from '@ml/contracts/dto/job-dto';
import { RefreshStateDto, TriggerRefreshDto } from '@ml/contracts/dto/refresh-dto';
import { ChangeScheduleDto, RefreshScheduleDto, SaveScheduleDto } from '@ml/contracts/dto/schedule-refresh-dto';
import { jobTold, type JobTold } from '@ml/contracts/jobs';
import { realServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { post, posted, request, type Answer } from './requests';
import { ENDED_ID, gapFiller, GapFillerStandIn, JOB_ID } from './running-gap-filler';
import { ADMIN_KEY, PLATFORM_KEY, runningGateway, standIn } from './running-gateway';

const servers = await realServers();
const { bus } = await standIn(servers, 'gap-filler', GapFillerStandIn);
const gateway = await runningGateway(servers);

const ML = '/api/v1/ml';
const NOBODY = '00000000-0000-7000-8000-000000000000';
const MODEL = '019a7b1e-8c00-7000-8000-0000000000c1';
const DAYS = { gap_start_date: '2026-11-01', gap_end_date: '2026-11-05' } as const;
const AT_NIGHT = { model_id: MODEL, schedule_type: 'daily', time: '02:00' } as const;
const put = (path: string, body: unknown): Promise<Answer> => request(gateway, path, { ...posted(body), method: 'PUT' });
const keyOf = async (scope: string, tenant?: string): Promise<string> =>
  (await request(gateway, '/api/v1/admin/api-keys', posted({ name: `${scope} ${tenant}`, scope, tenant }, { key: ADMIN_KEY }))).body['key'] as string;

beforeEach(() => {
  gapFiller.asked.length = 0;
});

describe('a fill', () => {
  it('is asked for with the names of the contract, by the key that asks', async () => {
    const { status, body } = await post(gateway, `${ML}/gap-filler/fill`, exampleOf(FillGapDto));
    expect([status, body['gap_id'], body['estimated_duration_minutes']]).toEqual([202, JOB_ID, 5]);
    const { request_id: _, ...asked } = exampleOf(FillGapDto);
    expect(gapFiller.asked).toMatchObject([{ ...asked, requested_by: expect.stringMatching(/^[0-9a-f-]{36}$/) as string }]);
  });

  it('is of everything when neither types nor regions are named', async () => {
    expect((await post(gateway, `${ML}/gap-filler/fill`, DAYS)).status).toBe(202);
    expect(gapFiller.asked).toMatchObject([{ ...DAYS, instance_types: [], regions: [] }]);
  });

  it('is planned before it is asked for', async () => {
    const { status, body } = await post(gateway, `${ML}/gap-filler/analyze`, { model_id: MODEL });
    expect([status, body['gap_days'], body['required_data_types'], body['estimated_records']]).toEqual([200, 28, ['spot_prices', 'on_demand_prices'], 150_000]);
    expect(gapFiller.asked).toEqual([{ model_id: MODEL, instance_types: [], regions: [] }]);
  });

  it('is followed, cancelled and read about', async () => {
    expect((await request(gateway, `${ML}/gap-filler/status/${JOB_ID}`)).body).toEqual(exampleOf(GapStateDto));
    expect((await request(gateway, `${ML}/gap-filler/${JOB_ID}/cancel`, { method: 'POST' })).status).toBe(200);
    const log = await request(gateway, `${ML}/gap-filler/${JOB_ID}/log?after=12&limit=5`);
    expect([log.status, log.headers.get('x-total-count'), JSON.parse(log.text)]).toEqual([200, '31', [{ line: 13, at: '2026-11-21T10:00:00Z', level: 'warn', text: 'us-east-1: throttled' }]]);
    expect(gapFiller.asked.at(-1)).toEqual({ job_kind: 'gap', job_id: JOB_ID, after: 12, limit: 5 });
  });

  it('stands in the history, as JSON and as CSV', async () => {
    const path = `${ML}/gap-filler/history?model_id=${MODEL}&status=failed&start_date=2026-11-01&end_date=2026-11-21&limit=1&offset=2`;
    const json = await request(gateway, path);
    expect([json.status, json.headers.get('x-total-count'), JSON.parse(json.text)]).toEqual([200, '7', [exampleOf(GapListedDto)]]);
    expect(gapFiller.asked).toEqual([{ model_id: MODEL, status: 'failed', start_date: '2026-11-01', end_date: '2026-11-21', limit: 1, offset: 2 }]);
    const csv = await request(gateway, path, { headers: { accept: 'text/csv' } });
    expect(csv.text).toMatch(/^gap_id,model_id,gap_start_date,/);
    expect(parse(csv.text, { columns: true, recordDelimiter: '\r\n' })).toMatchObject([{ gap_id: JOB_ID, instance_types: 'm5.* c5.large', refused: '{"BAD_PRICE":2}', completed_at: '', records_filled: '112480' }]);
  });
});

describe('a refresh', () => {
  it('is triggered, followed, cancelled and listed', async () => {
    const { status, body } = await post(gateway, `${ML}/refresh/trigger`, exampleOf(TriggerRefreshDto));
    expect([status, body['status'], body['estimated_duration_minutes']]).toEqual([202, 'in_progress', 3]);
    const { request_id: _, ...asked } = exampleOf(TriggerRefreshDto);
    expect(gapFiller.asked).toMatchObject([asked]);
    expect((await request(gateway, `${ML}/refresh/status/${JOB_ID}`)).body).toEqual(exampleOf(RefreshStateDto));
    expect((await request(gateway, `${ML}/refresh/${JOB_ID}/cancel`, { method: 'POST' })).status).toBe(200);
    expect((await request(gateway, `${ML}/refresh/${JOB_ID}/log`)).headers.get('x-total-count')).toBe('31');
    expect(gapFiller.asked.at(-1)).toEqual({ job_kind: 'refresh', job_id: JOB_ID, after: 0, limit: 200 });
    const csv = await request(gateway, `${ML}/refresh/history?refresh_type=scheduled&status=completed`, { headers: { accept: 'text/csv' } });
    expect([csv.status, csv.headers.get('content-type'), csv.text.split('\r\n')[0]?.split(',')]).toEqual([200, 'text/csv; charset=utf-8', expect.arrayContaining(['refresh_id', 'verdict', 'duration_seconds'])]);
    expect(gapFiller.asked.at(-1)).toEqual({ refresh_type: 'scheduled', status: 'completed', limit: 50, offset: 0 });
  });

  it('is scheduled, listed, changed and taken off', async () => {
    const made = await post(gateway, `${ML}/refresh/schedule`, { ...AT_NIGHT, lookback_days: 7, enabled: true });
    expect([made.status, made.body]).toEqual([201, exampleOf(RefreshScheduleDto)]);
    const list = await request(gateway, `${ML}/refresh/schedule?enabled=true&model_id=${MODEL}`);
    expect([list.status, list.headers.get('x-total-count')]).toEqual([200, '7']);
    expect((await put(`${ML}/refresh/schedule/${JOB_ID}`, { enabled: false })).status).toBe(200);
    const gone = await request(gateway, `${ML}/refresh/schedule/${JOB_ID}`, { method: 'DELETE' });
    expect([gone.status, gone.body]).toEqual([200, { status: 'deleted', schedule_id: JOB_ID }]);
    expect(gapFiller.asked).toMatchObject([{ ...AT_NIGHT, lookback_days: 7, enabled: true, requested_by: expect.any(String) as string }, { enabled: true, model_id: MODEL }, { enabled: false, schedule_id: JOB_ID }, { schedule_id: JOB_ID }]);
  });
});

describe('what is wrong with a request', () => {
  const long = `${'m'.repeat(46)}.xl`;
  it.each<[string, string, unknown, number, string, string | undefined]>([
    ['no model', 'gap-filler/analyze', {}, 400, 'MISSING_FIELD', 'model_id'],
    ['a model that is no id', 'gap-filler/analyze', { model_id: 'spot-price' }, 400, 'BAD_FIELD', 'model_id'],
    ['a lookback beyond what AWS keeps', 'gap-filler/analyze', { model_id: MODEL, required_lookback_days: 91 }, 400, 'BAD_FIELD', 'required_lookback_days'],
    ['a day that is none', 'gap-filler/fill', { ...DAYS, gap_end_date: '2026-02-30' }, 400, 'BAD_TIME', 'gap_end_date'],
    ['a time for a day', 'gap-filler/fill', { ...DAYS, gap_end_date: '2026-11-05T00:00:00Z' }, 400, 'BAD_TIME', 'gap_end_date'],
    ['no first day', 'gap-filler/fill', { gap_end_date: '2026-11-05' }, 400, 'MISSING_FIELD', 'gap_start_date'],
    ['an end before the start', 'gap-filler/fill', { gap_start_date: '2026-11-05', gap_end_date: '2026-11-01' }, 400, 'BAD_FIELD', 'gap_end_date'],
    ['a region that cannot be one', 'gap-filler/fill', { ...DAYS, regions: ['us-east-1', 'everywhere'] }, 400, 'UNKNOWN_REGION', 'regions[1]'],
    ['a pattern with something else in it', 'gap-filler/fill', { ...DAYS, instance_types: ['m5.*', "m5.*'; drop table"] }, 400, 'UNKNOWN_INSTANCE_TYPE', 'instance_types[1]'],
    ['a pattern that is too long', 'gap-filler/fill', { ...DAYS, instance_types: [long] }, 400, 'BAD_FIELD', 'instance_types[0]'],
    ['too many patterns', 'gap-filler/fill', { ...DAYS, instance_types: Array.from({ length: 501 }, () => 'm5.*') }, 400, 'BAD_FIELD', 'instance_types'],
    ['data that is not filled', 'gap-filler/fill', { ...DAYS, data_types: ['catalogue'] }, 400, 'BAD_FIELD', 'data_types[0]'],
    ['a priority that is none', 'gap-filler/fill', { ...DAYS, priority: 'urgent' }, 400, 'BAD_FIELD', 'priority'],
    ['somebody else as the one who asks', 'gap-filler/fill', { ...DAYS, requested_by: 'root' }, 400, 'UNKNOWN_FIELD', 'requested_by'],
    ['a request id that was used', 'gap-filler/fill', { ...DAYS, request_id: 'reused' }, 409, 'REQUEST_ID_REUSED', 'request_id'],
    ['a refresh of no model', 'refresh/trigger', { auto_activate: true }, 400, 'MISSING_FIELD', 'model_id'],
    ['a yes that is text', 'refresh/trigger', { model_id: MODEL, auto_activate: 'yes' }, 400, 'BAD_FIELD', 'auto_activate'],
    ['an hour that no day has', 'refresh/schedule', { ...AT_NIGHT, time: '25:00' }, 400, 'BAD_FIELD', 'time'],
    ['a minute that no hour has', 'refresh/schedule', { ...AT_NIGHT, time: '02:60' }, 400, 'BAD_FIELD', 'time'],
    ['an hour of one digit', 'refresh/schedule', { ...AT_NIGHT, time: '2:00' }, 400, 'BAD_FIELD', 'time'],
    ['a schedule that is neither daily nor weekly', 'refresh/schedule', { ...AT_NIGHT, schedule_type: 'hourly' }, 400, 'BAD_FIELD', 'schedule_type'],
    ['a day of no week', 'refresh/schedule', { ...AT_NIGHT, schedule_type: 'weekly', weekday: 'someday' }, 400, 'BAD_FIELD', 'weekday'],
    ['no lookback', 'refresh/schedule', { ...AT_NIGHT, lookback_days: 0 }, 400, 'BAD_FIELD', 'lookback_days'],
  ])('is said by its path: %s', async (...[, path, body, status, code, at]) => {
    const answer = await post(gateway, `${ML}/${path}`, body);
    expect([answer.status, answer.body['code'], answer.body['path']]).toEqual([status, code, at]);
    expect(gapFiller.asked).toEqual([]);
  });

  it.each<[string, string, number, string, string]>([
    ['GET', 'gap-filler/status/1', 400, 'BAD_PARAMETER', 'path.gap_id'],
    ['GET', `gap-filler/status/${NOBODY}`, 404, 'NOT_FOUND', 'gap_id'],
    ['POST', `gap-filler/${NOBODY}/cancel`, 404, 'NOT_FOUND', 'gap_id'],
    ['POST', `gap-filler/${ENDED_ID}/cancel`, 409, 'JOB_ENDED', 'gap_id'],
    ['GET', 'gap-filler/history?status=running', 400, 'BAD_PARAMETER', 'query.status'],
    ['GET', 'gap-filler/history?limit=1001', 400, 'BAD_PARAMETER', 'query.limit'],
    ['GET', `gap-filler/${JOB_ID}/log?after=-1`, 400, 'BAD_PARAMETER', 'query.after'],
    ['GET', `refresh/status/${NOBODY}`, 404, 'NOT_FOUND', 'refresh_id'],
    ['POST', `refresh/${ENDED_ID}/cancel`, 409, 'JOB_ENDED', 'refresh_id'],
    ['GET', 'refresh/history?start_date=yesterday', 400, 'BAD_TIME', 'query.start_date'],
    ['GET', 'refresh/schedule?enabled=maybe', 400, 'BAD_PARAMETER', 'query.enabled'],
    ['DELETE', `refresh/schedule/${NOBODY}`, 404, 'NOT_FOUND', 'schedule_id'],
  ])('is said of %s %s', async (...[method, path, status, code, at]) => {
    const answer = await request(gateway, `${ML}/${path}`, { method });
    expect([answer.status, answer.body['code'], answer.body['path']]).toEqual([status, code, at]);
  });

  it('is not in the documented examples', async () => {
    const bodies = [
      [`${ML}/gap-filler/analyze`, AnalyzeGapDto],
      [`${ML}/refresh/schedule`, SaveScheduleDto],
    ] as const;
    for (const [path, type] of bodies) expect((await post(gateway, path, exampleOf(type))).status, path).toBeLessThan(300);
    expect((await put(`${ML}/refresh/schedule/${JOB_ID}`, exampleOf(ChangeScheduleDto))).status).toBe(200);
  });
});

describe('who may', () => {
  it('read: everybody; plan: who asks for decisions; begin, stop and schedule: whom the whole fleet obeys', async () => {
    const keys = { platform: PLATFORM_KEY, tenant: await keyOf('platform', 'acme'), operator: await keyOf('operator'), viewer: await keyOf('viewer') };
    const statuses = async (path: string, method: string, body?: unknown): Promise<Readonly<Record<string, number>>> => {
      const ask = body === undefined ? { method } : { ...posted(body), method };
      return Object.fromEntries(await Promise.all(Object.entries(keys).map(async ([name, key]) => [name, (await request(gateway, `${ML}/${path}`, { ...ask, key })).status] as const)));
    };
    expect(await statuses(`gap-filler/status/${JOB_ID}`, 'GET')).toEqual({ platform: 200, tenant: 200, operator: 200, viewer: 200 });
    expect(await statuses('gap-filler/analyze', 'POST', { model_id: MODEL })).toEqual({ platform: 200, tenant: 200, operator: 200, viewer: 403 });
    for (const [path, body] of [['gap-filler/fill', DAYS], ['refresh/trigger', { model_id: MODEL }]] as const) expect(await statuses(path, 'POST', body), path).toEqual({ platform: 202, tenant: 403, operator: 403, viewer: 403 });
    expect(await statuses(`gap-filler/${JOB_ID}/cancel`, 'POST')).toEqual({ platform: 200, tenant: 403, operator: 403, viewer: 403 });
    expect(await statuses(`refresh/schedule/${JOB_ID}`, 'DELETE')).toEqual({ platform: 200, tenant: 403, operator: 403, viewer: 403 });
  });
});

interface Frame {
  readonly id: string;
  readonly topic: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('a job in the stream', () => {
  const open: WebSocket[] = [];
  const listen = async (query: string, key: string): Promise<readonly Frame[]> => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${ML}/stream?${query}`, { headers: { 'x-api-key': key } });
    open.push(socket);
    const frames: Frame[] = [];
    socket.on('message', (message: Buffer) => frames.push(JSON.parse(message.toString()) as Frame));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return frames;
  };
  const { event: _, ...example } = exampleOf(JobToldDto);
  const tell = (percent_complete: number): Promise<void> => bus.publish(jobTold, { ...example, percent_complete } as unknown as JobTold, { id: `told-${percent_complete}` });
  const percents = (frames: readonly Frame[]): readonly unknown[] => frames.map(({ data }) => data['percent_complete']);

  it('is told to everybody who listens, a tenant too, and again from a place in the past', async () => {
    const [all, tenant, other] = [await listen('topics=jobs', PLATFORM_KEY), await listen('topics=jobs', await keyOf('viewer', 'acme')), await listen('topics=decisions', PLATFORM_KEY)];
    await tell(10);
    await tell(40);
    await expect.poll(() => [percents(all), percents(tenant)]).toEqual([[10, 40], [10, 40]]);
    expect(all[0]).toMatchObject({ topic: 'jobs', data: { event: 'job_told', job_kind: 'gap', job_id: JOB_ID, status: 'filling', chunks: { total: 8 } } });
    expect(JSON.stringify(all)).not.toContain('requested_by');
    expect(other).toEqual([]);
    await tell(100);
    const again = await listen(`topics=jobs&since=${all[0]?.id}`, PLATFORM_KEY);
    await expect.poll(() => percents(again)).toEqual([40, 100]);
    for (const socket of open) socket.close();
  });
});
