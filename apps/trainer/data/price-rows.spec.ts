import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPrices } from './price-rows';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'prices-'));
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

describe('rows of prices', () => {
  it('may hold figures instead of texts, also of 32 bits and very small ones, and every name of a column that the import takes', async () => {
    const file = path.join(FOLDER, 'prices.jsonl');
    const row = { Location: 'us-east-1a', InstanceType: 't3.nano', DateTime: '2026-11-01T00:00:00Z' };
    writeFileSync(file, [Math.fround(0.03), 0.0000005, 2, '0.0345'].map((price) => JSON.stringify({ ...row, Price: price })).join('\n'));
    const { rows } = await readPrices({ data: [file] });
    expect(rows.map(({ price }) => price)).toEqual(['0.0299999993', '0.0000005', '2', '0.0345']);
  });
});
