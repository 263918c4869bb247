import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

/** A series of the M3 competition: what was known, and the months that were held out. */
export interface M3Series {
  readonly name: string;
  readonly known: readonly number[];
  readonly heldOut: readonly number[];
}

/** Name, N, NF, category, starting year and month. */
const HEAD = 6;
const HELD_OUT = 2;

/** Every second monthly series. undefined where the data is not at hand. */
export const m3Series = (): readonly M3Series[] | undefined => {
  const file = path.join(process.cwd(), '../shared/data/usage/monthly/m3_monthly_odd.csv');
  if (!existsSync(file)) return undefined;
  const rows: string[][] = parse(readFileSync(file), { from_line: 2 });
  return rows.map((row) => {
    const amounts = row.slice(HEAD).filter((cell) => cell.trim() !== '').map(Number);
    const known = amounts.length - Number(row[HELD_OUT]);
    return { name: row[0] ?? '', known: amounts.slice(0, known), heldOut: amounts.slice(known) };
  });
};
