import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askExport, askOrderExport, type ExportJob } from '@ml/contracts/datasets';
import { builtServices } from '@ml/testing/built-services';
import { emulatorControls } from '@ml/testing/emulator-controls';
import { ownEmulator } from '@ml/testing/own-emulator';
import { realServers } from '@ml/testing/real';
import { storeResources } from '../test/collected-rows';
import { runningExports } from '../test/running-exports';
import { ExportTakeover } from './export-takeover';
import { WithdrawnFiles } from './withdrawn-files';

const BUCKET = 'ml-blobs';
process.env['AWS_ACCESS_KEY_ID'] = 'emulated';
process.env['AWS_SECRET_ACCESS_KEY'] = 'emulated';

builtServices();
const endpoint = await ownEmulator();
const emulator = emulatorControls(endpoint);
const servers = await realServers();
const { booted, bus, database, get } = await runningExports(servers, { BLOB_STORE: 's3', BLOB_S3_BUCKET: BUCKET, BLOB_S3_ENDPOINT: endpoint });

const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true });
const keys = async (): Promise<readonly string[]> => ((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents ?? []).flatMap(({ Key }) => (Key?.includes('export/') === true ? [Key] : []));
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
    expect(await keys()).toHaveLength(2);
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
    expect(await keys()).toEqual([]);
  });

  it('whose maker died in the middle of a large file leaves no part of it', async () => {
    await s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: `ml/export/${'0'.repeat(64)}` }));
    await get(WithdrawnFiles).drop();
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads ?? []).toEqual([]);
  });
});
