import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { ActionAccepted, ScanStatus, SeriesAccepted } from '@ml/contracts/collection';
import type { CollectionStats, Growth } from '@ml/contracts/datasets';
import type { ScanAcceptedDto } from '@ml/contracts/dto/collection-scan-dto';
import { wholeFleet } from '@ml/testing/fleet';
import { DAY_MS, HOUR_MS } from '@ml/units/time';

const { api, gatewayUrl, apiKeys, servers } = await wholeFleet({ only: [], region: false });
const administrator = new pg.Client({ connectionString: servers.database.url });
await administrator.connect();
afterAll(() => administrator.end());

const COLLECTION = '/api/v1/ml/collection';
const WAIT = { timeout: 30_000, interval: 100 };
const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const ago = (days: number): string => new Date(NOW - days * DAY_MS).toISOString();

interface Answer<Body> {
  readonly status: number;
  readonly body: Body & { readonly code?: string };
  readonly text: string;
}

const send = async <Body>(path: string, body: string | Uint8Array, { key = apiKeys.platform, headers = {} } = {}): Promise<Answer<Body>> => {
  const response = await fetch(`${gatewayUrl}${COLLECTION}/${path}`, { method: 'POST', headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers }, body: body as string });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as Answer<Body>['body'], text };
};

const resource = (id: string, more: object = {}): object => ({
  resource_id: id,
  resource_type: 'ebs_volume',
  region: 'us-east-1',
  created_at: ago(40),
  detected_at: ago(0),
  detection_scenario: 'unattached_volume',
  confidence_level: 'high',
  cost_monthly: 45.2,
  ...more,
});
const scanOf = (scan_id: string, resources: readonly object[], more: object = {}): object => ({ scan_id, user_id: 'user-7', account_id: 'account-7', provider: 'aws', completed_at: ago(0), ...more, resources });
const accepted = (scan: object): Promise<Answer<ScanAcceptedDto>> => send<ScanAcceptedDto>('scans', JSON.stringify(scan));
const stored = (scanId: string): Promise<ScanStatus> =>
  vi.waitFor(async () => {
    const status = await api.get<ScanStatus>(`${COLLECTION}/scans/${scanId}`);
    expect(status.status).toBe('stored');
    return status;
  }, WAIT);
const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> => (await administrator.query<Record<string, unknown>>(sql)).rows;
const TABLES = ['ml_training_data', 'resource_lifecycle_events', 'cloudwatch_metrics_history', 'cost_trend_data', 'user_action_patterns', 'scan_uploads', 'scan_pieces'];
const counts = async (): Promise<unknown> => (await rows(`SELECT ${TABLES.map((table) => `(SELECT count(*)::int FROM collector.${table}) AS ${table}`).join(', ')}`))[0];

describe('a scan that is not as it should be', { timeout: 60_000 }, () => {
  const hours = Array.from({ length: 24 }, (_, hour) => new Date(NOW - (24 - hour) * HOUR_MS).toISOString());
  const tags = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`key-${at}`, `secret-${at}`]));
  const found = [
    resource('good', { metrics: { VolumeReadOps: { timestamps: hours, values: hours.map((_, hour) => hour) } }, tags: { env: 'prod', owner: 'jane@example.org' } }),
    resource('old', { created_at: ago(4_000) }),
    resource('tagged', { tags: { ...tags, env: 'staging' } }),
    resource('negative', { cost_monthly: -3 }),
    resource('not-a-number', { metrics: { VolumeReadOps: ['NaN', 'Infinity', null, 1, 2, 3], VolumeWriteOps: [] } }),
    resource('good'),
  ];
  // A token that JSON does not know.
  const text = JSON.stringify(scanOf('bad-1', [...found, resource('token', { cost_monthly: 12_345 })], { total_spend: 1_000 })).replace('12345', 'NaN');

  it('is accepted with what can be read; the rest is named, by its place', async () => {
    const { status, body, text: said } = await send<ScanAcceptedDto>('scans', gzipSync(text), { headers: { 'content-encoding': 'gzip' } });
    expect([status, body.collected, body.duplicate, body.resources, body.refused]).toEqual([202, true, false, 4, 3]);
    const named = body.faults.map(({ path, code }) => `${path} ${code}`);
    expect(named).toEqual(expect.arrayContaining(['resources[3].cost_monthly NEGATIVE_COST', 'resources[5] DUPLICATE_RESOURCE', 'resources[6] BAD_JSON']));
    for (const path of ['resources[1]', 'resources[2]', 'resources[4]']) expect(named.some((fault) => fault.startsWith(path)), path).toBe(true);
    expect(said).not.toMatch(/jane|secret|key-|not-a-number/);
    const { rows: written } = await stored('bad-1');
    expect(written).toMatchObject({ ml_training_data: 4, resource_lifecycle_events: 4, cloudwatch_metrics_history: 1, cost_trend_data: 1 });
  });

  it('counts once however often it is sent, and another under its id is refused', async () => {
    const before = await counts();
    expect(await send('scans', text)).toMatchObject({ status: 202, body: { duplicate: true, resources: 4, refused: 3 } });
    expect(await accepted(scanOf('bad-1', [resource('other')]))).toMatchObject({ status: 409, body: { code: 'SCAN_ID_REUSED' } });
    expect(await counts()).toEqual(before);
  });

  it('leaves nothing behind when only half of it arrives, or when nobody knows its cloud', async () => {
    const before = await counts();
    const half = JSON.stringify(scanOf('half', Array.from({ length: 3_000 }, (_, at) => resource(`r-${at}`))));
    expect(await send('scans', half.slice(0, half.length / 2))).toMatchObject({ status: 400, body: { code: 'BAD_JSON' } });
    expect(await accepted(scanOf('cloudy', [resource('r')], { provider: 'somecloud' }))).toMatchObject({ status: 400, body: { code: 'BAD_FIELD', path: 'provider' } });
    // What was sent of it is dropped without its caller waiting for that.
    await expect.poll(counts, { timeout: 30_000, interval: 50 }).toEqual(before);
    await expect(api.get(`${COLLECTION}/scans/half`)).rejects.toThrow();
  });

  it('may have found nothing', async () => {
    expect(await accepted(scanOf('empty', [], { account_id: 'empty' }))).toMatchObject({ status: 202, body: { resources: 0 } });
    expect(await stored('empty')).toMatchObject({ resources: 0 });
  });
});

describe('actions and series around scans', { timeout: 60_000 }, () => {
  const action = (event: string, what: string, at: string): Promise<ActionAccepted> =>
    api.post(`${COLLECTION}/actions`, { event_id: event, user_id: 'user-8', account_id: 'account-8', resource_id: 'marked', action: what, action_at: at });

  it('wait for the scan that finds their resource, and count once', async () => {
    expect(await action('e-1', 'deleted', ago(0))).toMatchObject({ outcome: 'waiting', duplicate: false });
    expect(await action('e-1', 'deleted', ago(0))).toMatchObject({ outcome: 'waiting', duplicate: true });
    await accepted(scanOf('marked', [resource('marked', { detected_at: ago(1) })], { user_id: 'user-8', account_id: 'account-8', completed_at: ago(1) }));
    await stored('marked');
    expect(await rows(`SELECT action_taken, cost_saved_monthly::float8 FROM collector.user_action_patterns`)).toEqual([{ action_taken: 'deleted', cost_saved_monthly: 45.2 }]);
    const later = new Date(NOW + 1_000).toISOString();
    expect(await action('e-2', 'kept', later)).toMatchObject({ outcome: 'recorded' });
    expect(await rows(`SELECT action_taken, cost_saved_monthly::float8 FROM collector.user_action_patterns`)).toEqual([{ action_taken: 'kept', cost_saved_monthly: 0 }]);
    expect(await send('actions', JSON.stringify({ event_id: 'e-2', user_id: 'user-8', account_id: 'account-8', resource_id: 'other', action: 'kept', action_at: later }))).toMatchObject({ status: 409, body: { code: 'EVENT_ID_REUSED' } });
  });

  it('are kept without the values that are no numbers', async () => {
    const series = { resource_id: 'good', resource_type: 'ebs_volume', provider: 'aws', user_id: 'user-7', account_id: 'account-7', metric_name: 'VolumeWriteOps', period_seconds: 3_600 };
    const timestamps = [3, 2, 1].map((hours) => new Date(NOW - hours * HOUR_MS).toISOString());
    const { status, body } = await send<SeriesAccepted>('metrics', JSON.stringify({ ...series, timestamps, values: [1, 'NaN', 3] }));
    expect([status, body.outcome, body.faults[0]?.path]).toEqual([200, 'recorded', 'values[1]']);
    expect(await send('metrics', JSON.stringify({ ...series, timestamps: [], values: [] }))).toMatchObject({ status: 400, body: { code: 'BAD_FIELD' } });
    expect(await send('metrics', JSON.stringify({ ...series, timestamps, values: [12_345, 2, 3] }).replace('12345', 'NaN'))).toMatchObject({ status: 400, body: { code: 'BAD_JSON' } });
  });
});

describe('what is there', () => {
  it('is counted, for administrators', async () => {
    const headers = { 'x-api-key': apiKeys.admin };
    const read = async <Body>(path: string): Promise<Body> => (await (await fetch(`${gatewayUrl}${path}`, { headers })).json()) as Body;
    await vi.waitFor(async () => expect(await read<CollectionStats>('/api/v1/admin/ml-stats')).toMatchObject({ total_ml_records: 5, records_last_7_days: 5, user_actions: 1, last_collection_at: expect.any(String) as string }), WAIT);
    const growth = await read<Growth>('/api/v1/ml/admin/growth?days=3');
    expect(growth).toMatchObject({ total_records: 5, next_milestone: 'Week 1', training_gate: { open: false } });
    const counted = growth.days.map(({ records, scans, actions }) => [records, scans, actions]);
    expect(counted[0]).toEqual([0, 0, 0]);
    // A day may have begun while the file runs.
    expect([counted.length, [0, 1, 2].map((what) => counted.reduce((sum, day) => sum + (day[what] ?? 0), 0))]).toEqual([3, [5, 3, 2]]);
    expect((await fetch(`${gatewayUrl}/api/v1/admin/ml-stats`, { headers: { 'x-api-key': apiKeys.platform } })).status).toBe(403);
  });
});
