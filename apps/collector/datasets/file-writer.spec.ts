import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { FileWriter } from './file-writer';

const folder = mkdtempSync(path.join(tmpdir(), 'ml-file-writer-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const BYTES = Buffer.from('rows of an export\n'.repeat(50_000));

describe('a file of an export', () => {
  it.each([true, false])('says its size and its hash, packed: %s', async (isPacked) => {
    const place = path.join(folder, `file-${String(isPacked)}`);
    const file = new FileWriter(place, isPacked);
    await file.write(BYTES);
    await file.write(BYTES);
    const said = await file.end();
    const written = readFileSync(place);
    expect(said).toEqual({ size_bytes: written.byteLength, sha256: createHash('sha256').update(written).digest('hex') });
    expect((isPacked ? gunzipSync(written) : written).equals(Buffer.concat([BYTES, BYTES]))).toBe(true);
  });

  it.each([true, false])('tells whoever writes that the disk takes no more, packed: %s', async (isPacked) => {
    const place = path.join(folder, `full-${String(isPacked)}`);
    const file = new FileWriter(place, isPacked);
    // As a full disk does, wherever it happens.
    Object.defineProperty(file, 'keep', {
      value: () => {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    });
    const writing = async (): Promise<void> => {
      for (let times = 0; times < 20; times += 1) await file.write(BYTES);
      await file.end();
    };
    await expect(writing()).rejects.toMatchObject({ code: 'ENOSPC' });
  });
});
