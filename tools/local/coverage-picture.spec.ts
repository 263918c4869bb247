import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { CoverageRow, CoverageState } from '@ml/contracts/price-coverage';
import { coveragePicture } from './coverage-picture';

const row = (instance_type: string, date: string, state: CoverageState): CoverageRow => ({
  region: 'us-east-1',
  instance_type,
  availability_zone: 'us-east-1a',
  product_description: 'Linux/UNIX',
  date,
  changes: 4,
  known_hours: 24,
  state,
});
const inZone = (availability_zone: string, one: CoverageRow): CoverageRow => ({ ...one, availability_zone });
const drawn = (rows: readonly CoverageRow[]): readonly string[] => coveragePicture(rows).map(stripVTControlCharacters);

describe('coveragePicture', () => {
  it('draws a line for each type and a block for each day', () => {
    const rows = [row('m5.xlarge', '2026-11-02', 'missing'), row('m5.xlarge', '2026-11-01', 'complete'), row('c5.large', '2026-11-01', 'partial'), row('c5.large', '2026-11-02', 'complete')];
    expect(drawn(rows)).toEqual(['             2026-11-01 to 2026-11-02', '  c5.large   ▒█', '  m5.xlarge  █·']);
  });

  it('calls a day complete only when it is in every zone, and missing when nobody knows the type on it', () => {
    const rows = [row('a', '2026-11-01', 'complete'), inZone('us-east-1b', row('a', '2026-11-01', 'missing')), row('a', '2026-11-03', 'complete'), row('b', '2026-11-02', 'complete')];
    expect(drawn(rows).slice(1)).toEqual(['  a  ▒·█', '  b  ·█·']);
  });

  it('draws nothing of nothing', () => {
    expect(drawn([])).toEqual([]);
  });
});
