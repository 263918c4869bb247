import { createHash } from 'node:crypto';
import { CreateMultipartUploadCommand, GetObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askExport, askOrderExport, type ExportJob } from '@ml/contracts/datasets';
import { beginCopy } from '@ml/persistence/stores/collector/export-copying';
import { findExport } from '@ml/persistence/stores/collector/export-orders';
import { withdrawExports } from '@ml/persistence/stores/collector/withdraw-exports';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { storeResources } from '../test/collected-rows';
import { emulatedBucket } from '../test/emulated-bucket';
import { runningExports } from '../test/running-exports';
import { ExportArchive } from './export-archive';
import { ExportCopies } from './export-copies';
import { ExportPublisher } from './export-publisher';
import { ExportSchedules } from './export-schedules';
import { WithdrawnFiles } from './withdrawn-files';

const BUCKET = 'ml-archive';

builtServices();
const { emulator, s3, keys } = await emulatedBucket(BUCKET);
const servers = await realServers();
const { booted, bus, database, get } = await runningExports(servers, { COLLECT_ARCHIVE_S3_BUCKET: BUCKET, COLLECT_ARCHIVE_S3_PREFIX: 'copies/', COLLECT_ARCHIVE_S3_ENDPOINT: emulator.url });

const order = (): Promise<ExportJob> => bus.ask(askOrderExport, { days: 30, output_format: 'csv', gzip: false, datasets: ['ml_training_data', 'cost_trends'], requested_by: 'rest' });
const archived = (export_id: string): Promise<ExportJob> =>
  vi.waitFor(async () => {
    const job = await bus.ask(askExport, { export_id });
    expect(job.archived_to).not.toBeNull();
    return job;
  }, 20_000);

beforeEach(async () => {
  await emulator.clearFaults();
  await database.execute('TRUNCATE ml_training_data, cost_trend_data, dataset_exports');
  await storeResources(database, 200);
});

describe('the archive of exports', () => {
  it('has every file and the manifest, each with the hash of its bytes', async () => {
    const job = await order();
    const { archived_to } = await archived(job.export_id);
    const folder = `copies/${job.created_at.slice(0, 10)}/${job.export_id}/`;
    expect(archived_to).toBe(`s3://${BUCKET}/${folder}`);
    expect(await keys()).toEqual([...job.files.map(({ name }) => folder + name), `${folder}manifest.json`].sort());
    for (const { name, sha256 } of job.files) {
      const copy = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: folder + name }));
      expect([copy.Metadata?.['sha256'], createHash('sha256').update((await copy.Body?.transformToByteArray()) ?? '').digest('hex')]).toEqual([sha256, sha256]);
    }
    expect(JSON.parse((await (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: `${folder}manifest.json` }))).Body?.transformToString()) ?? '')).toMatchObject({ export_id: job.export_id });
    await get(ExportArchive).withdraw(archived_to ?? '');
    expect(await keys()).toEqual([]);
  });

  it('gets what it could not take, later', async () => {
    await emulator.faults({ kind: 'refuse_credentials', operation: 'S3PUT' });
    const job = await order();
    expect(job).toMatchObject({ status: 'completed', archived_to: null });
    await emulator.clearFaults();
    // Whoever made it may still be copying for two minutes.
    await database.execute(`UPDATE dataset_exports SET completed_at = completed_at - interval '3 minutes'`);
    await get(ExportCopies).copyAll();
    expect((await archived(job.export_id)).archived_to).toContain(job.export_id);
    expect(await keys()).toHaveLength(3);
    await get(ExportArchive).withdraw((await archived(job.export_id)).archived_to ?? '');
  });

  it('loses the copy of an export that is withdrawn or expires, and gets that which is made instead', async () => {
    const [withdrawn, expired] = [await order(), await order()];
    await archived(withdrawn.export_id);
    await archived(expired.export_id);
    expect(await keys()).toHaveLength(6);
    await database.execute(`UPDATE dataset_exports SET expires_at = now() - interval '1 second' WHERE export_id = $1`, [expired.export_id]);
    await get(ExportSchedules).forget(new Date());
    expect((await keys()).every((key) => key.includes(withdrawn.export_id))).toBe(true);
    await database.transaction((tx) => withdrawExports(tx, new Date(Date.now() - 3_600_000)));
    await get(WithdrawnFiles).drop();
    const again = await archived(withdrawn.export_id);
    expect([again.status, await keys()]).toEqual(['completed', [...again.files.map(({ name }) => (again.archived_to ?? '').slice(`s3://${BUCKET}/`.length) + name), `${(again.archived_to ?? '').slice(`s3://${BUCKET}/`.length)}manifest.json`].sort()]);
  });

  it('keeps no blob of what was withdrawn while it is away, and loses the copy when it is back', async () => {
    const job = await order();
    await archived(job.export_id);
    const blobs = ((await findExport(database, job.export_id))?.files ?? []).map(({ blob_id }) => blob_id);
    await database.execute(`DELETE FROM ml_training_data WHERE resource_age_days < 100`);
    await emulator.faults({ kind: 'refuse_credentials' });
    await database.transaction((tx) => withdrawExports(tx, new Date(Date.now() - 3_600_000)));
    await expect(get(WithdrawnFiles).drop()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await booted.blobs.has(blobs[0] ?? '')).toBe(false);
    await emulator.clearFaults();
    expect((await keys()).filter((key) => key.includes(`${job.export_id}/`))).toHaveLength(3);
    await get(ExportCopies).deleteLeft();
    expect((await keys()).filter((key) => key.includes(`${job.export_id}/`))).toEqual([]);
    expect(await database.query('SELECT 1 FROM dataset_exports WHERE withdrawn <> \'[]\'')).toEqual([]);
  });

  it('keeps nothing of whoever died while copying, or before the copy was noted', async () => {
    const written = async (): Promise<number> => (await emulator.calls())['S3PUT'] ?? 0;
    const before = await written();
    await emulator.faults({ kind: 'refuse_credentials', operation: 'S3PUT' });
    const { export_id } = await order();
    await expect.poll(written).toBeGreaterThan(before);
    await emulator.clearFaults();
    const row = await findExport(database, export_id);
    const place = row?.archived_to ?? '';
    // All but the note; and a part of a file that is larger than a part.
    await get(ExportArchive).archive(place, row?.files ?? [], new AbortController().signal);
    const Key = `${place.slice(`s3://${BUCKET}/`.length)}large.parquet`;
    await s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }));
    expect(await bus.ask(askExport, { export_id })).toMatchObject({ archived_to: null });
    await database.transaction((tx) => withdrawExports(tx, new Date(Date.now() - 3_600_000)));
    await get(WithdrawnFiles).drop();
    expect((await keys()).filter((key) => key.includes(`${export_id}/`))).toEqual([]);
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads ?? []).toEqual([]);
  });

  it('loses what is being copied while it is withdrawn, and whoever copies it stops', async () => {
    await emulator.faults({ kind: 'delay', operation: 'S3PUT', delay_ms: 800 });
    const { export_id } = await order();
    await expect.poll(async () => (await findExport(database, export_id))?.archived_to).not.toBeNull();
    await database.transaction((tx) => withdrawExports(tx, new Date(Date.now() - 3_600_000)));
    await get(WithdrawnFiles).drop();
    await emulator.clearFaults();
    const again = await archived(export_id);
    expect(again.archived_to).toContain(`${export_id}-2/`);
    expect((await keys()).filter((key) => !key.includes(`${export_id}-2/`) && key.includes(export_id))).toEqual([]);
  });

  it('gets one copy, however many would write it, and a whole one where the bucket is another one since', async () => {
    await emulator.faults({ kind: 'delay', operation: 'S3PUT', delay_ms: 300 });
    const { export_id } = await order();
    const row = await vi.waitFor(async () => {
      const found = await findExport(database, export_id);
      expect(found?.archived_to).not.toBeNull();
      return found;
    }, 20_000);
    if (row === undefined) throw new Error('there is no export');
    expect(await get(ExportPublisher).copy(row, new AbortController().signal)).toBe(false);
    await archived(export_id);
    await emulator.clearFaults();
    expect(await beginCopy(database, row, 's3://another/copies/')).toBe(false);
    await database.execute('UPDATE dataset_exports SET archived_at = NULL WHERE export_id = $1', [export_id]);
    const before = (await findExport(database, export_id))?.archived_to;
    expect(await beginCopy(database, row, 's3://another/copies/')).toBe(true);
    expect(await database.query('SELECT withdrawn FROM dataset_exports WHERE export_id = $1', [export_id])).toEqual([{ withdrawn: [{ files: [], manifest_blob: null, archived_to: before }] }]);
  });
});
