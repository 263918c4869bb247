import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A series of the Numenta Anomaly Benchmark with the windows in which somebody found it unusual, by the places of their first and last sample. */
export interface NabSeries {
  readonly name: string;
  readonly samples: Float64Array;
  readonly windows: readonly (readonly [first: number, last: number])[];
}

export const NAB_SAMPLES_PER_DAY = 288;

/** The CloudWatch series that are at hand, in the order of their labels; undefined where there are none. */
export const nabSeries = (): readonly NabSeries[] | undefined => {
  const folder = path.join(process.cwd(), '../shared/data/usage/nab');
  if (!existsSync(folder)) return undefined;
  const labels = JSON.parse(readFileSync(path.join(folder, 'labels/combined_windows.json'), 'utf8')) as Readonly<Record<string, readonly (readonly [string, string])[]>>;
  return Object.entries(labels).map(([file, windows]) => {
    const rows = readFileSync(path.join(folder, file), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    const times = rows.map(([time = '']) => time);
    // Labels have fractions of a second that the series lack.
    const placeOf = (time: string): number => times.indexOf(time.slice(0, '2014-02-14 14:30:00'.length));
    return { name: path.basename(file, '.csv'), samples: Float64Array.from(rows, ([, value]) => Number(value)), windows: windows.map(([from, until]) => [placeOf(from), placeOf(until)] as const) };
  });
};
