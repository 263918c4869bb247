import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlobStore } from '@ml/platform/blobs/blob-store';
import { NatsBlobStore } from '@ml/platform/blobs/nats-blob-store';
import { S3BlobStore } from '@ml/platform/blobs/s3-blob-store';
import { realServers } from '@ml/testing/real';
import { startEmulator } from '../start-emulator';

const DAY_MS = 86_400_000;
const BUCKET = 'ml-blobs';

let clockMs = 0;
const emulator = await startEmulator({ buckets: [BUCKET], now: () => new Date(Date.now() + clockMs) });
const servers = await realServers({ database: 'empty' });
const nats = await servers.nats.connectAs('models');
process.env['AWS_ACCESS_KEY_ID'] = 'emulated';
process.env['AWS_SECRET_ACCESS_KEY'] = 'emulated';
const s3 = (prefix = 'ml/'): S3BlobStore => new S3BlobStore({ bucket: BUCKET, prefix, endpoint: emulator.url, region: 'eu-central-1' });

const dir = mkdtempSync(path.join(tmpdir(), 'blob-stores-'));
const place = (name: string): string => path.join(dir, name);
const idOf = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

afterAll(async () => {
  await nats.close();
  await emulator.stop();
  rmSync(dir, { recursive: true });
});

describe.each<[string, () => BlobStore]>([
  ['NATS', () => new NatsBlobStore(nats)],
  ['S3', s3],
])('blobs in %s', (_, open) => {
  const bytes = randomBytes(300_000);
  const large = randomBytes(40 * 1024 * 1024);
  let store: BlobStore;
  let largeId: string;

  beforeAll(async () => {
    store = open();
    await writeFile(place('large'), large);
    largeId = await store.putFile(place('large'), 'model');
  });

  it('are called by their hash and come back as they were', async () => {
    const id = await store.put(bytes, 'snapshot');
    expect(id).toBe(idOf(bytes));
    expect(Buffer.from(await store.get(id)).equals(bytes)).toBe(true);
    expect(await store.put(bytes, 'snapshot')).toBe(id);
    expect([await store.has(id), await store.has(idOf(Buffer.from('never')))]).toEqual([true, false]);
    const none = await store.put(new Uint8Array(), 'snapshot');
    expect([none, (await store.get(none)).byteLength]).toEqual([idOf(Buffer.alloc(0)), 0]);
  });

  it('are files of any size, which are there when they are whole', async () => {
    expect(largeId).toBe(idOf(large));
    await store.fetchTo(largeId, place('fetched'));
    expect((await readFile(place('fetched'))).equals(large)).toBe(true);
    const { sizeBytes, pieces } = await store.stream(largeId);
    for await (const piece of pieces) {
      expect(piece.byteLength).toBeGreaterThan(0);
      break;
    }
    expect(sizeBytes).toBe(large.byteLength);
    expect(readdirSync(dir).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('are gone when they are deleted, and can be stored anew', async () => {
    const id = await store.put(randomBytes(1_000), 'model');
    await store.delete(id, 'model');
    await store.delete(id, 'model');
    expect(await store.has(id)).toBe(false);
    await expect(store.get(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.stream(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.fetchTo(id, place('gone'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readdirSync(dir)).not.toContain('gone');
  });

  it('are swept when they are of the kind, old, and named by nobody', async () => {
    const [orphan, named, other] = [await store.put(randomBytes(10), 'model'), await store.put(randomBytes(11), 'model'), await store.put(randomBytes(12), 'snapshot')];
    expect(await store.sweep('model', { olderThanMs: DAY_MS, keeps: () => false })).toBe(0);
    expect(await store.sweep('model', { olderThanMs: -1_000, keeps: (id) => id !== orphan })).toBe(1);
    expect([await store.has(orphan), await store.has(named), await store.has(other), await store.has(largeId)]).toEqual([false, true, true, true]);
  });
});

describe('blobs in S3', () => {
  const keys = (prefix: string): readonly string[] => emulator.objects.list(BUCKET, prefix, '').map(({ key }) => key);

  it('lie under the prefix, by kind', async () => {
    const id = await s3('here/').put(Buffer.from('replayed'), 'replay');
    expect(keys('here/')).toEqual([`here/replay/${id.slice('sha256:'.length)}`]);
    expect(emulator.objects.get(BUCKET, keys('here/')[0] ?? '')?.metadata).toEqual({ sha256: id.slice('sha256:'.length) });
    expect(await s3('there/').has(id)).toBe(false);
  });

  it('expire as those of NATS do: nobody finds them, and whoever writes another one deletes them', async () => {
    clockMs = -2 * 3_600_000;
    const old = await s3('ttl/').put(Buffer.from('old message'), 'transient');
    const kept = await s3('ttl/').put(Buffer.from('old model'), 'model');
    clockMs = 0;
    expect([await s3('ttl/').has(old), await s3('ttl/').has(kept)]).toEqual([false, true]);
    await expect(s3('ttl/').get(old)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await s3('ttl/').put(Buffer.from('new message'), 'transient');
    await expect.poll(() => keys('ttl/transient/').length).toBe(1);
    expect(await s3('ttl/').put(Buffer.from('old message'), 'transient')).toBe(old);
    expect(await s3('ttl/').has(old)).toBe(true);
  });

  it('live as long as whoever names them last: old ones are written again, young ones are not', async () => {
    const written = (): number => emulator.requests.get('S3PUT') ?? 0;
    const store = s3('again/');
    clockMs = -31 * DAY_MS;
    await store.put(Buffer.from('state'), 'snapshot');
    clockMs = 0;
    const before = written();
    await store.put(Buffer.from('state'), 'snapshot');
    await store.put(Buffer.from('state'), 'snapshot');
    expect(written() - before).toBe(1);
  });

  it('are refused when they are not the bytes of their name', async () => {
    const id = await s3('wrong/').put(Buffer.from('true'), 'model');
    emulator.objects.put(BUCKET, `wrong/model/${id.slice('sha256:'.length)}`, { bytes: Buffer.from('lie!'), metadata: {} });
    await expect(s3('wrong/').get(id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(s3('wrong/').fetchTo(id, place('lie'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(readdirSync(dir)).not.toContain('lie');
  });

  it('survive throttling and lost connections, and say so when there is no end to it', async () => {
    emulator.faults.add({ kind: 'throttle', operation: 'S3PUT', times: 2 });
    emulator.faults.add({ kind: 'error', operation: 'S3HEAD', times: 1 });
    const id = await s3('faults/').put(Buffer.from('stored in the end'), 'model');
    emulator.faults.add({ kind: 'refuse_credentials' });
    await expect(s3('faults/').get(id)).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    emulator.faults.clear();
    expect(Buffer.from(await s3('faults/').get(id)).toString()).toBe('stored in the end');
  });

  it('that were begun and never ended are taken back by the sweep', async () => {
    emulator.objects.startUpload(BUCKET, 'dead/model/abc', {});
    expect(await s3('dead/').sweep('model', { olderThanMs: -1_000, keeps: () => true })).toBe(1);
    expect(emulator.objects.listUploads(BUCKET, 'dead/')).toEqual([]);
  });

  it('are listed page by page', async () => {
    for (let at = 0; at < 1_100; at += 1) emulator.objects.put(BUCKET, `many/model/${String(at).padStart(64, '0')}`, { bytes: Buffer.alloc(1), metadata: {} });
    expect(await s3('many/').sweep('model', { olderThanMs: -1_000, keeps: (id) => !id.endsWith('01099') })).toBe(1);
    expect(keys('many/')).toHaveLength(1_099);
  });

  it('are nobody\'s who does not sign, and in no bucket that is not there', async () => {
    const answers = await Promise.all([fetch(`${emulator.url}/${BUCKET}/ml/x`), fetch(`${emulator.url}/${BUCKET}/ml/x`, { method: 'PUT', body: 'x' })]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    const elsewhere = new S3BlobStore({ bucket: 'nowhere', prefix: '', endpoint: emulator.url, region: 'eu-central-1' });
    await expect(elsewhere.put(Buffer.from('x'), 'model')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
