import { CreateMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askExport, askOrderExport, type ExportJob } from '@ml/contracts/datasets';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { storeResources } from '../test/collected-rows';
import { emulatedBucket } from '../test/emulated-bucket';
import { runningExports } from '../test/running-exports';
import { ExportTakeover } from './export-takeover';
import { WithdrawnFiles } from './withdrawn-files';

const BUCKET = 'ml-blobs';

builtServices();
const { emulator, s3, keys } = await emulatedBucket(BUCKET);
const servers = await realServers();
const { booted, bus, database, get } = await runningExports(servers, { BLOB_STORE: 's3', BLOB_S3_BUCKET: BUCKET, BLOB_S3_ENDPOINT: emulator.url });

const exported = async (): Promise<readonly string[]> => (await keys()).filter((key) => key.includes('export/'));
const queue = async (): Promise<string> => (await bus.ask(askOrderExport, { days: 30, output_format: 'json', gzip: true, datasets: ['ml_training_data'], requested_by: 'rest' })).export_id;
const seen = (export_id: string, what: Partial<ExportJob>): Promise<void> => vi.waitFor(async () => expect(await bus.ask(askExport, { export_id })).toMatchObject(what), 20_000);
/** As if half a minute had gone by. */
const takenOver = async (attempts: number): Promise<void> => {
  await database.execute(`UPDATE dataset_exports SET heartbeat_at = now() - interval '1 minute', attempts = $1`, [attempts]);
  await get(ExportTakeover).look();
};
const AWAY = { code: 'UNAVAILABLE', text: expect.stringContaining('object store') as unknown as string };

beforeEach(async () => {
  await emulator.clearFaults();
  await database.execute('TRUNCATE ml_training_data, dataset_exports');
  await get(WithdrawnFiles).drop();
  await storeResources(database, 50);
});

describe('an export into an object store', () => {
  it('lies there, and is read from there', async () => {
    const export_id = await queue();
    await seen(export_id, { status: 'completed', error: null });
    expect(await exported()).toHaveLength(2);
    const [row] = await database.query<{ manifest_blob: string }>('SELECT manifest_blob FROM dataset_exports');
    expect(JSON.parse(Buffer.from(await booted.blobs.get(row?.manifest_blob ?? '')).toString())).toMatchObject({ export_id, rows: 50 });
  });

  it('that is away says so, and is made when it is back', { timeout: 60_000 }, async () => {
    await emulator.faults({ kind: 'refuse_credentials', operation: 'S3PUT' });
    const ordered = queue();
    await vi.waitFor(async () => expect(await database.query('SELECT error FROM dataset_exports')).toMatchObject([{ error: AWAY }]), 20_000);
    await emulator.clearFaults();
    // More often than a maker may die: it is known why, and it comes back.
    await takenOver(5);
    await seen(await ordered, { status: 'completed', error: null });
  });

  it('that stays away fails in the end, for that reason, and leaves nothing', { timeout: 60_000 }, async () => {
    await emulator.faults({ kind: 'refuse_credentials', operation: 'S3PUT' });
    const ordered = queue();
    await vi.waitFor(async () => expect(await database.query('SELECT error FROM dataset_exports')).toMatchObject([{ error: AWAY }]), 20_000);
    await takenOver(10);
    await seen(await ordered, { status: 'failed', error: AWAY, files: [] });
    await emulator.clearFaults();
    expect(await exported()).toEqual([]);
  });

  it('whose maker died in the middle of a large file leaves no part of it', async () => {
    await s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: `ml/export/${'0'.repeat(64)}` }));
    await get(WithdrawnFiles).drop();
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads ?? []).toEqual([]);
  });
});
