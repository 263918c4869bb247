import { describe, expect, it } from 'vitest';
import { BadRow, instantOf, numberOf, requireColumns } from './fields';
import type { FileRow } from './file-row';
import { usableRows } from './usable-rows';

const rowsOf = (values: readonly unknown[]): readonly FileRow[] => values.map((price, at) => ({ file: 'prices.csv', line: at + 2, columns: ['price'], record: { price } }));
async function* given(values: readonly unknown[]): AsyncGenerator<FileRow> {
  yield* rowsOf(values);
}
const priceOf = (row: FileRow): number => numberOf(row, ['spot_price', 'price']);

describe('rows', () => {
  it('that cannot be used are counted and named while they are few', async () => {
    const values = Array.from({ length: 200 }, (_, at) => (at === 7 ? 'abc' : '0.5'));
    expect(await usableRows(given(values), priceOf)).toMatchObject({ read: 200, refused: 1, named: ['prices.csv line 9: spot_price "abc" is not a number'] });
  });

  it('end the training when they are many', async () => {
    await expect(usableRows(given(['1', 'x', 'y']), priceOf)).rejects.toThrow('2 of 3 rows cannot be used: prices.csv line 3: spot_price "x" is not a number; prices.csv line 4');
  });

  it('name the columns that are missing, with an example', () => {
    const [row] = rowsOf(['1']);
    expect(() => {
      if (row !== undefined) requireColumns(row, [{ names: ['price'], example: '1' }, { names: ['instance_type', 'type'], example: 'm5.large' }]);
    }).toThrow('prices.csv has no column instance_type (such as m5.large); its columns are price');
  });
});

describe('an instant', () => {
  const at = (value: unknown): number => instantOf({ file: 'f', line: 1, columns: ['timestamp'], record: { timestamp: value } }, ['timestamp']);

  it.each([
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20 10:00:00', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['1372629804', '2013-06-30T22:03:24.000Z'],
    [1_372_629_804_000, '2013-06-30T22:03:24.000Z'],
  ])('is read from %s', (value, wanted) => {
    expect(new Date(at(value)).toISOString()).toBe(wanted);
  });

  it('is refused when it is none', () => {
    expect(() => at('yesterday')).toThrow(BadRow);
    expect(() => at('')).toThrow('timestamp is missing');
  });
});
