import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { FileRow } from './file-row';
import { readRows } from './read-rows';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'rows-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

const fileOf = (name: string, content: string | Buffer): string => {
  const file = path.join(FOLDER, name);
  writeFileSync(file, content);
  return file;
};
const rowsOf = async (...paths: readonly string[]): Promise<FileRow[]> => {
  const rows: FileRow[] = [];
  for await (const row of readRows(paths)) rows.push(row);
  return rows;
};
const recordsOf = async (name: string, content: string | Buffer): Promise<unknown[]> => (await rowsOf(fileOf(name, content))).map(({ record }) => record);

/** Two rows of text, 64-bit whole numbers and doubles of which one is null, packed with snappy; written with pyarrow. */
const PARQUET =
  'UEFSMRUAFTwVQCwVBBUAFQYVBhwAAAAedAIAAAAEAQgAAABtNS5sYXJnZQgAAABtNS5sYXJnZRUAFSwVLiwVBBUAFQYVBhwAAAAWFAIAAAAEAQEGLAAAAAACAAAAAAAAABUAFRwVICwVBBUAFQYVBhwAAAAONAIAAAADAbgehetRuJ4/FQQZTDUAGAZzY2hlbWEVBgAVDCUCGA1JbnN0YW5jZV9UeXBlJQBMHAAAABUEJQIYBHZjcHUAFQolAhgFcHJpY2UAFgQZHBk8JgAcFQwZJQYAGRgNSW5zdGFuY2VfVHlwZRUCFgQWYhZmJghJHBUAFQAVAgA8FiAZBhkmAAQAAAAmABwVBBklBgAZGAR2Y3B1FQIWBBZSFlQmbkkcFQAVABUCADwpBhkmAAQAAAAmABwVChklBgAZGAVwcmljZRUCFgQWQhZGJsIBSRwVABUAFQIAPCkGGSYCAgAAABb2ARYEJggWgAIAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI1LjAuMRk8HAAAHAAAHAAAABUBAABQQVIx';

describe('rows of files', () => {
  const wanted = [
    { instancetype: 'm5.large', price: '0.03' },
    { instancetype: 'c5.large', price: '0.02' },
  ];
  const csv = 'Instance Type,price\nm5.large,0.03\nc5.large,0.02\n';

  it('come from texts with commas, semicolons and tabs, as they are or packed', async () => {
    expect(await recordsOf('a.csv', csv)).toEqual(wanted);
    expect(await recordsOf('a.tsv', csv.replaceAll(',', '\t'))).toEqual(wanted);
    expect(await recordsOf('b.csv', csv.replaceAll(',', ';\t'))).toEqual(wanted);
    expect(await recordsOf('gzip', gzipSync(csv))).toEqual(wanted);
    expect(await recordsOf('zstd', zstdCompressSync(csv))).toEqual(wanted);
  });

  it('come from archives of prices without a header', async () => {
    expect(await recordsOf('c.tsv', 'use1-az1\tm5.large\tLinux/UNIX\t0.03\t2026-11-01T00:00:00Z\n')).toEqual([
      { azid: 'use1-az1', instancetype: 'm5.large', product: 'Linux/UNIX', price: '0.03', timestamp: '2026-11-01T00:00:00Z' },
    ]);
  });

  it('come from JSON: a list, an object with a list, an object a line', async () => {
    const list = [{ InstanceType: 'm5.large', price: 0.03 }, { InstanceType: 'c5.large', price: null }];
    const numbers = [{ instancetype: 'm5.large', price: 0.03 }, { instancetype: 'c5.large', price: null }];
    expect(await recordsOf('a.json', JSON.stringify(list))).toEqual(numbers);
    expect(await recordsOf('b.json', JSON.stringify({ note: 'x', rows: list }))).toEqual(numbers);
    expect(await recordsOf('c.json', JSON.stringify({ note: 'x', rows: list }, null, 2))).toEqual(numbers);
    expect(await recordsOf('d.jsonl', `${list.map((row) => JSON.stringify(row)).join('\n')}\n`)).toEqual(numbers);
  });

  it('come from Parquet, whole numbers as numbers', async () => {
    expect(await recordsOf('a.parquet', Buffer.from(PARQUET, 'base64'))).toEqual([
      { instancetype: 'm5.large', vcpu: 2, price: 0.03 },
      { instancetype: 'm5.large', vcpu: 2, price: null },
    ]);
  });

  it('know their file and line', async () => {
    const rows = await rowsOf(fileOf('one.csv', csv), fileOf('two.jsonl', '{"a":1}\n{"a":2}\n'));
    expect(rows.map(({ file, line }) => `${file}:${String(line)}`)).toEqual(['one.csv:2', 'one.csv:3', 'two.jsonl:1', 'two.jsonl:2']);
  });

  it.each([
    ['missing.csv', null, 'there is no file'],
    ['empty.csv', '', 'empty.csv is empty'],
    ['binary.csv', Buffer.from([1, 0, 2, 10]), 'neither CSV, TSV, JSON nor Parquet'],
    ['bad.jsonl', '{"a":1}\n{"a":\n', 'bad.jsonl line 2 is not a JSON object'],
    ['bad.json', '[{"a":1},', 'bad.json cannot be read'],
    ['numbers.json', '[1]', 'entry 1 is not an object'],
    ['cut.gz', gzipSync(csv).subarray(0, 30), 'cut.gz cannot be read'],
    ['cut.parquet', Buffer.from('PAR1xx'), 'cut.parquet cannot be read'],
  ])('of %s are refused by name', async (name, content, reason) => {
    const file = content === null ? path.join(FOLDER, name) : fileOf(name, content);
    await expect(rowsOf(file)).rejects.toThrow(reason);
  });
});
