import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { NeedleFinder } from './needle-finder';
import { makeNeedles, NEEDLE_KINDS } from './needles';
import { filesUnder } from './places';
import { unpacked } from './unpacked';

const needles = makeNeedles(500);
const finder = new NeedleFinder(needles.map(({ text }) => text));
const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, at) => (at * 131) % 251));

const FORMS: readonly (readonly [string, (text: string) => string | Buffer])[] = [
  ['as it is', (text) => text],
  ['in capitals', (text) => text.toUpperCase()],
  ['within base64 of something longer', (text) => Buffer.from(`{"a":"${text}"}`).toString('base64')],
  ['in a path', (text) => `/users/${encodeURIComponent(text)}`],
  ['as SHA-256', (text) => createHash('sha256').update(text).digest('hex')],
  ['as SHA-1 in capitals', (text) => createHash('sha1').update(text).digest('hex').toUpperCase()],
  ['as MD5 of the small letters', (text) => createHash('md5').update(text.toLowerCase()).digest('base64')],
  ['as the bytes of a hash', (text) => createHash('sha256').update(text).digest()],
];

describe('needles', () => {
  it('are 500 that differ, of every kind', () => {
    expect(new Set(needles.map(({ text }) => text)).size).toBe(500);
    expect(new Set(needles.map(({ kind }) => kind))).toEqual(new Set(NEEDLE_KINDS));
  });

  it.each(FORMS)('are found %s, every one of them, among other bytes', (_, form) => {
    for (const { text } of needles) expect(finder.find(Buffer.concat([noise(100), Buffer.from(form(text)), noise(50)])), text).toContain(text);
  });

  it('are not found where none is', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => finder.find(Buffer.from(bytes)).length === 0));
    expect(finder.find(noise(100_000))).toEqual([]);
  });

  it('are found in what is packed, wherever it begins and whatever follows', async () => {
    const [{ text } = { text: '' }] = needles;
    const long = `${'nothing '.repeat(10_000)}${text}${' nothing'.repeat(10_000)}`;
    const zstd = zstdCompressSync(long);
    const packs = [zstd, gzipSync(long), Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'a', data: ['x', long], type: 'STRING' }] }))];
    for (const pack of packs) expect((await unpacked(pack)).flatMap((bytes) => finder.find(bytes))).toContain(text);
    expect((await unpacked(Buffer.concat([noise(99), zstd, noise(99)]))).flatMap((bytes) => finder.find(bytes))).toContain(text);
  });

  it('are found in files of directories within directories', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'needles-'));
    writeFileSync(path.join(directory, 'a.log'), needles[3]?.text ?? '');
    expect([...filesUnder(directory)].flatMap(({ bytes }) => finder.find(bytes))).toEqual([needles[3]?.text]);
    rmSync(directory, { recursive: true });
  });
});
