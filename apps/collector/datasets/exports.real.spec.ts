import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askCollectionQuality, askExport, askExportFile, askExports, askOrderExport, DATASETS, type ExportJob, type OrderExport } from '@ml/contracts/datasets';
import { EXPORTED } from '@ml/domain/collection/datasets';
import { withdrawExports } from '@ml/persistence/stores/collector/withdraw-exports';
import { forgetExpired } from '@ml/persistence/stores/collector/withdrawn-files';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { storeResources, storeTrend } from '../test/collected-rows';
import { runningExports } from '../test/running-exports';
import { ExportSchedules } from './export-schedules';
import { ExportTakeover } from './export-takeover';
import { WithdrawnFiles } from './withdrawn-files';

builtServices();
const servers = await realServers();
const { booted, bus, database, get } = await runningExports(servers);
const { blobs } = booted;

const ROWS = 2_500;
const order = (more: Partial<OrderExport> = {}): Promise<ExportJob> => bus.ask(askOrderExport, { days: 30, output_format: 'json', gzip: false, datasets: ['ml_training_data'], requested_by: 'rest', ...more });
const bytesOf = async (export_id: string, file: string): Promise<Buffer> => Buffer.from(await blobs.get((await bus.ask(askExportFile, { export_id, file })).blob_id));
const blobCount = async (): Promise<number> => {
  let count = 0;
  await blobs.sweep('export', { olderThanMs: 0, keeps: () => (count += 1) > 0 });
  return count;
};
const rowsOf = (parsed: unknown): readonly Record<string, unknown>[] => parsed as readonly Record<string, unknown>[];
const ended = (export_id: string): Promise<ExportJob> =>
  vi.waitFor(async () => {
    const job = await bus.ask(askExport, { export_id });
    expect(['completed', 'failed']).toContain(job.status);
    return job;
  }, 20_000);

beforeEach(async () => {
  await database.execute('TRUNCATE ml_training_data, cost_trend_data, resource_lifecycle_events, dataset_exports');
  await get(WithdrawnFiles).drop();
});

describe('an export', () => {
  it('holds the rows of its window in each format, and says so with its hash', async () => {
    await storeResources(database, ROWS);
    await storeResources(database, 40, { account: 'old', ageDays: 31 });
    const json = await order();
    const dayOf = ({ created_at }: ExportJob): string => created_at.slice(0, 10).replaceAll('-', '');
    expect(json).toMatchObject({ status: 'completed', rows_done: ROWS, rows_total: ROWS, schema_version: 1, error: null, files: [{ dataset: 'ml_training_data', name: `ml_training_data_${dayOf(json)}.json`, rows: ROWS }] });
    expect(json.quality).toMatchObject([{ rows: ROWS, duplicates: 0, score: 100 }]);
    const text = await bytesOf(json.export_id, '');
    expect(json.files[0]).toMatchObject({ size_bytes: text.byteLength, sha256: createHash('sha256').update(text).digest('hex') });
    const expected = rowsOf(JSON.parse(text.toString()));
    expect(expected).toHaveLength(ROWS);
    expect(Object.keys(expected[0] ?? {})).toEqual(EXPORTED.ml_training_data.columns.map(({ name }) => name));
    const stored = await database.query<Record<string, unknown>>(`SELECT id, detected_at, cost_monthly, metrics_summary, user_action, detection_scenario FROM ml_training_data WHERE created_at > now() - interval '30 days' ORDER BY detected_at`);
    const byId = new Map(expected.map((row) => [row['id'], row]));
    for (const row of stored.slice(0, 50)) {
      const found = byId.get(row['id']) ?? {};
      expect({ ...found, detected_at: new Date(String(found['detected_at'])) }).toMatchObject({ metrics_summary: row['metrics_summary'], user_action: row['user_action'], detection_scenario: row['detection_scenario'], cost_monthly: Number(row['cost_monthly']), detected_at: row['detected_at'] });
    }

    const packed = await order({ gzip: true });
    expect(packed.files[0]?.name).toBe(`ml_training_data_${dayOf(packed)}.json.gz`);
    expect(JSON.parse(gunzipSync(await bytesOf(packed.export_id, '')).toString())).toEqual(expected);

    const csv = await order({ output_format: 'csv' });
    const cells = rowsOf(parse(await bytesOf(csv.export_id, ''), { columns: true, recordDelimiter: '\r\n' }));
    const asCell = (value: unknown): string => (value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
    const cellOf = (row: Record<string, unknown>, name: string): string => (EXPORTED.ml_training_data.columns.find((column) => column.name === name)?.type === 'json' && row[name] !== '' ? asCell(JSON.parse(String(row[name]))) : ['cost_monthly'].includes(name) ? String(Number(row[name])) : String(row[name]));
    expect(cells.map((row) => Object.keys(row).map((name) => cellOf(row, name)))).toEqual(expected.map((row) => Object.values(row).map(asCell)));

    const parquet = await order({ output_format: 'parquet', gzip: true });
    expect(parquet.files[0]?.name).toBe(`ml_training_data_${dayOf(parquet)}.parquet`);
    const bytes = await bytesOf(parquet.export_id, '');
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const metadata = parquetMetadata(file);
    expect(metadata.schema.find(({ name }) => name === 'metrics_summary')).toMatchObject({ type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' }, repetition_type: 'OPTIONAL' });
    expect(metadata.schema.find(({ name }) => name === 'detected_at')).toMatchObject({ type: 'INT64', converted_type: 'TIMESTAMP_MICROS', repetition_type: 'REQUIRED' });
    const objects = rowsOf(await parquetReadObjects({ file, compressors }));
    const asJson = (row: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : (value ?? null)]));
    const toMillis = (row: Record<string, unknown>): Record<string, unknown> => ({ ...row, detected_at: new Date(String(row['detected_at'])).toISOString(), created_at: new Date(String(row['created_at'])).toISOString() });
    expect(objects.map(asJson)).toEqual(expected.map(toMillis));
  });

  it('has a manifest: columns, counts, window, key and quality', async () => {
    await storeResources(database, 20);
    await storeTrend(database, '2026-11');
    await database.execute('UPDATE ml_training_data SET cost_monthly = -1 WHERE resource_age_days = 3');
    const job = await order({ datasets: [], output_format: 'csv' });
    expect(job.files.map(({ dataset, rows }) => [dataset, rows])).toEqual(DATASETS.map((name) => [name, name === 'ml_training_data' ? 20 : name === 'cost_trends' ? 1 : 0]));
    const manifest = JSON.parse((await bytesOf(job.export_id, 'manifest.json')).toString()) as Record<string, unknown>;
    expect(manifest).toMatchObject({ schema_version: 1, export_id: job.export_id, rows: 21, identifiers: { key_version: 1 }, window: { to: job.created_at, days: 30 }, rewritten_at: null });
    expect(manifest['files']).toMatchObject(job.files);
    expect(manifest['quality']).toMatchObject({ datasets: [{ dataset: 'ml_training_data', out_of_range: { cost_monthly: 1 }, score: 95 }, {}, {}, {}, {}] });
    expect((await bytesOf(job.export_id, job.files[1]?.name ?? '')).toString()).toBe(`${EXPORTED.user_action_patterns.columns.map(({ name }) => name).join(',')}\r\n`);
    await expect(bus.ask(askExportFile, { export_id: job.export_id, file: 'other.csv' })).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('manifest.json') as unknown });
    await expect(bus.ask(askExport, { export_id: '019a7b1e-8c00-7000-8000-00000000000a' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await bus.ask(askExports, { limit: 10, offset: 0 })).toMatchObject({ total: 1, rows: [{ export_id: job.export_id }] });
    expect(readdirSync(path.join(tmpdir(), 'ml-exports', String(process.pid)))).toEqual([]);
  });

  it('of nothing is a list of nothing', async () => {
    const job = await order();
    expect([job.status, (await bytesOf(job.export_id, '')).toString()]).toEqual(['completed', '[]\n']);
  });

  it('is refused while two are under way', async () => {
    const open = (id: string): Promise<number> =>
      database.execute(`INSERT INTO dataset_exports (export_id, status, output_format, gzip, days, datasets, requested_by, schema_version, heartbeat_at) VALUES ($1, 'running', 'csv', false, 1, '{}', 'rest', 1, now())`, [id]);
    await open('019a7b1e-8c00-7000-8000-000000000001');
    await open('019a7b1e-8c00-7000-8000-000000000002');
    await expect(order()).rejects.toMatchObject({ code: 'TOO_MANY_EXPORTS' });
  });

  it('beyond a hundred thousand rows is a job that is answered at once', async () => {
    const indexes = await database.query<{ name: string }>(`SELECT indexname AS name FROM pg_indexes WHERE tablename = 'resource_lifecycle_events' AND indexname LIKE 'idx%'`);
    for (const { name } of indexes) await database.execute(`DROP INDEX ${name}`);
    await database.execute(
      `INSERT INTO resource_lifecycle_events (account_hash, resource_hash, event_type, resource_type, provider, event_timestamp)
       SELECT 'a', encode(sha256(n::text::bytea), 'hex'), 'detected', 'ebs_volume', 'aws', now() FROM generate_series(1, 100001) n`,
    );
    const job = await order({ datasets: ['resource_lifecycle_events'], output_format: 'parquet' });
    expect(['queued', 'running']).toContain(job.status);
    expect(await ended(job.export_id)).toMatchObject({ status: 'completed', rows_done: 100_001, rows_total: 100_001, quality: [{ score: 100 }] });
  });
});

describe('an export whose maker died', () => {
  const abandoned = async (attempts: number): Promise<string> => {
    const { export_id } = await order();
    await database.execute(`UPDATE dataset_exports SET status = 'running', run_id = gen_random_uuid(), heartbeat_at = now() - interval '1 minute', attempts = $2 WHERE export_id = $1`, [export_id, attempts]);
    return export_id;
  };

  it('is made by somebody else', async () => {
    const id = await abandoned(1);
    await get(ExportTakeover).look();
    expect(await ended(id)).toMatchObject({ status: 'completed' });
  });

  it('three times, has failed', async () => {
    const id = await abandoned(3);
    await get(ExportTakeover).look();
    expect(await ended(id)).toMatchObject({ status: 'failed', error: { code: 'ABANDONED' } });
  });
});

describe('an export that held somebody', () => {
  it('loses its files at once and is made again over the same window', async () => {
    await storeResources(database, 10, { account: 'erased' });
    await storeResources(database, 5, { account: 'other' });
    const before = await order();
    const older = await order();
    await database.execute(`UPDATE dataset_exports SET created_at = created_at - interval '2 days', completed_at = completed_at - interval '2 days' WHERE export_id = $1`, [older.export_id]);
    const held = await bytesOf(before.export_id, '');
    await database.execute(`DELETE FROM ml_training_data WHERE scan_id = encode(sha256('eraseds'), 'hex')`);
    const withdrawn = await database.transaction((tx) => withdrawExports(tx, new Date(Date.now() - 3_600_000)));
    expect(withdrawn).toEqual([before.export_id]);
    await get(WithdrawnFiles).drop();
    const again = await ended(before.export_id);
    expect(again).toMatchObject({ status: 'completed', rows_done: 5, created_at: before.created_at, files: [{ name: before.files[0]?.name, rows: 5 }] });
    expect(again.rewritten_at).not.toBeNull();
    expect((await bytesOf(before.export_id, '')).equals(held)).toBe(false);
    // The other export has the very bytes, and keeps them.
    expect((await bytesOf(older.export_id, '')).equals(held)).toBe(true);
    await database.execute('DELETE FROM dataset_exports WHERE export_id = $1', [older.export_id]);
    await get(WithdrawnFiles).drop();
    expect(await blobCount()).toBe(2);
  });

  it('cannot be completed by whoever is making it', async () => {
    await storeResources(database, 5);
    const { export_id } = await order();
    await database.execute(`UPDATE dataset_exports SET status = 'running', run_id = gen_random_uuid(), files = '[]', manifest_blob = NULL, heartbeat_at = now() WHERE export_id = $1`, [export_id]);
    await database.transaction((tx) => withdrawExports(tx, new Date(0)));
    expect(await ended(export_id)).toMatchObject({ status: 'completed', rows_done: 5, rewritten_at: null });
  });
});

describe('an export that is ordered while somebody is erased', () => {
  it('is begun when they are gone', async () => {
    await storeResources(database, 5);
    const ordered = await database.transaction(async (tx) => {
      await tx.execute('DELETE FROM ml_training_data');
      await withdrawExports(tx, new Date(0));
      const job = order();
      await expect.poll(() => database.query(`SELECT 1 FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`)).toHaveLength(1);
      return { job };
    });
    expect(await ordered.job).toMatchObject({ status: 'completed', rows_done: 0 });
  });
});

describe('by schedule', () => {
  const due = async (slot: Date): Promise<ExportJob> => {
    await database.transaction((tx) => get(ExportSchedules).orderAll(tx, slot));
    const [newest] = (await bus.ask(askExports, { limit: 1, offset: 0 })).rows;
    return ended(newest?.export_id ?? '');
  };

  it('everything is exported, over 90 days or since the last time', async () => {
    await storeResources(database, 5, { ageDays: 80 });
    expect(await due(new Date())).toMatchObject({ requested_by: 'schedule', output_format: 'parquet', days: 90, rows_done: 5 });
    expect(await due(new Date(Date.now() + 200 * 86_400_000))).toMatchObject({ days: 202 });
  });

  it('files that are too old go, and then the export', async () => {
    await storeResources(database, 5);
    const { export_id } = await order();
    const other = await order();
    await database.execute(`UPDATE dataset_exports SET expires_at = now() - interval '1 second' WHERE export_id = $1`, [export_id]);
    await get(ExportSchedules).forget(new Date());
    await expect(bus.ask(askExport, { export_id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await bytesOf(other.export_id, '')).byteLength).toBeGreaterThan(100);
  });

  it('one that is completed when the others of its age are gone already is not forgotten while its files are there', async () => {
    const { export_id } = await order();
    await database.execute(`UPDATE dataset_exports SET expires_at = now() - interval '1 second' WHERE export_id = $1`, [export_id]);
    expect(await database.transaction((tx) => forgetExpired(tx, new Date()))).toBe(0);
    await get(ExportSchedules).forget(new Date());
    await expect(bus.ask(askExport, { export_id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the quality of everything', () => {
  it('is what an export of everything says', async () => {
    await storeResources(database, 40);
    await database.execute('UPDATE ml_training_data SET resource_age_days = -1 WHERE resource_age_days = 3');
    const { quality } = await order({ datasets: [] });
    const all = await bus.ask(askCollectionQuality, {});
    expect(all.datasets).toEqual(quality);
    expect(all).toMatchObject({ action_rate: 0.5, records_per_scan: 40, score: 97.5 });
  });
});
