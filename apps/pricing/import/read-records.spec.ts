import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openBytes } from '@ml/platform/files/open-bytes';
import { readArguments } from './arguments';
import { onDemandRows, spotRows } from './import-kinds';
import { readRecords } from './read-records';

const directory = mkdtempSync(path.join(tmpdir(), 'ml-import-'));
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const place = path.join(directory, name);
  writeFileSync(place, content);
  return place;
};
const all = async <T>(items: AsyncIterable<T> | Iterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};
const CSV = 'Region,Instance Type,hourly_price\nus-east-1,m5.large,0.096\n"us-east-1",c5.large,"0.085"\n';

describe('reading a file', () => {
  it.each([
    ['plain.csv', CSV],
    ['bom.csv', `\uFEFF${CSV}`],
    ['windows.csv', CSV.replaceAll('\n', '\r\n')],
    ['tabs.tsv', CSV.replaceAll(',', '\t')],
    ['semicolons.csv', CSV.replaceAll(',', ';')],
    ['packed.csv.gz', gzipSync(CSV)],
    ['packed.zst', zstdCompressSync(CSV)],
    ['no-newline.csv', CSV.trimEnd()],
  ])('understands %s', async (name, content) => {
    const rows = await all(await onDemandRows(file(name, content), '2026-11-01'));
    expect(rows).toMatchObject([{ row: { instance_type: 'm5.large', price: '0.096' } }, { row: { instance_type: 'c5.large', effective_date: '2026-11-01' } }]);
  });

  it('refuses short and broken lines by their number and goes on', async () => {
    const text = 'availability_zone,instance_type,product_description,spot_price,timestamp\nus-east-1a,m5.large\n"us-east-1a,m5.large,Linux/UNIX",x\nus-east-1a,m5.large,Linux/UNIX,0.04,2026-11-01T00:00:00Z\n';
    const rows = await all(await spotRows(file('broken.csv', text), Date.UTC(2026, 10, 20)));
    expect(rows).toMatchObject([{ refusal: { line: 2, code: 'MISSING_VALUE' } }, { refusal: { line: 3 } }, { row: { price: '0.04' } }]);
  });

  it('takes the first line of a file without a header as data', async () => {
    const reader = await readRecords(await openBytes(file('plain.tsv', 'use1-az4\tm5.large\tLinux/UNIX\t0.04\t2022-05-31T18:20:41+00:00\n')));
    expect(reader.header).toEqual([]);
    expect(await all(reader.records)).toEqual([{ line: 1, record: { azid: 'use1-az4', instancetype: 'm5.large', product: 'Linux/UNIX', price: '0.04', timestamp: '2022-05-31T18:20:41+00:00' } }]);
  });

  it('names the columns that a file lacks', async () => {
    await expect(onDemandRows(file('other.csv', 'region,colour\nus-east-1,red\n'), '2026-11-01')).rejects.toThrow('no column for instance_type, on_demand_price');
    await expect(spotRows(file('words.csv', 'a,b,c,d,e\n1,2,3,4,5\n'), 0)).rejects.toThrow('its columns are a, b, c, d, e');
  });

  it.each([
    ['nothing.csv', '', 'the file is empty'],
    ['noise.csv', Buffer.from([0x52, 0x00, 0x13, 0x0a, 0xff]), 'not text'],
    ['cut.zst', zstdCompressSync(Buffer.from(CSV.repeat(10_000))).subarray(0, 50), 'cut off or broken'],
    ['one-line.csv', 'x'.repeat(3_000_000), 'Max Record Size'],
  ])('says what is wrong with %s', async (name, content, why) => {
    await expect(onDemandRows(file(name, content), '2026-11-01').then(all)).rejects.toThrow(why);
  });

  it('reads a list of the command line of AWS', async () => {
    const answer = { SpotPriceHistory: [{ AvailabilityZone: 'us-east-1a', InstanceType: 'm5.large', ProductDescription: 'Linux/UNIX', SpotPrice: '0.04', Timestamp: '2026-11-01T00:00:00Z' }, 7] };
    const rows = await all(await spotRows(file('history.json', JSON.stringify(answer)), Date.UTC(2026, 10, 20)));
    expect(rows).toMatchObject([{ row: { price: '0.04' } }, { refusal: { line: 2 } }]);
    await expect(spotRows(file('other.json', '{"a":1}'), 0)).rejects.toThrow('SpotPriceHistory');
    await expect(spotRows(file('bad.json', '{'), 0)).rejects.toThrow('not JSON');
    await expect(spotRows(file('cut.json', '{"SpotPriceHistory":[{},{}'), 0).then(all)).rejects.toThrow('ends in the middle');
  });
});

describe('arguments of the command', () => {
  it('takes a kind, a file and a date', () => {
    expect(readArguments(['on-demand', 'a.csv', '--source-date', '2025-04-04'])).toEqual({ kind: 'on-demand', path: 'a.csv', sourceDate: '2025-04-04', region: null });
    expect(readArguments(['--help'])).toBeNull();
  });

  it.each([[['prices', 'a.csv']], [['on-demand']], [['on-demand', 'a', 'b']], [['on-demand', 'a', '--source-date', 'today']], [['offerings', 'a', '--region', 'here']], [['on-demand', 'a', '--colour', 'red']]])('refuses %j', (argv) => {
    expect(() => readArguments(argv)).toThrow();
  });
});
