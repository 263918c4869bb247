import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One virtual machine for a month, a sample each five minutes; null where there is a gap. */
export interface VmTrace {
  readonly name: string;
  readonly cpuCores: readonly (number | null)[];
  readonly memoryBytes: readonly (number | null)[];
}

export const STEP_SECONDS = 300;
const KIB = 1_024;
const LEAST_SAMPLES = 4_000;

/** Columns: time (seconds, whatever the heading says), cores, MHz provisioned, MHz used, % used, KiB provisioned, KiB used, ... */
const COLUMNS = { time: 0, cores: 1, percent: 4, memoryKib: 6 } as const;

/** The business VMs of Bitbrains (GWA-T-12, July 2013) that ran all month; undefined where the data is not at hand. */
export const bitbrainsTraces = (): readonly VmTrace[] | undefined => {
  const folder = path.join(process.cwd(), '../shared/data/usage/bitbrains/2013-7');
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((file) => file.endsWith('.csv.gz'))
    .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
    .map((file) => traceOf(file.replace('.csv.gz', ''), gunzipSync(readFileSync(path.join(folder, file))).toString('utf8')))
    .filter(({ cpuCores }) => cpuCores.filter((sample) => sample !== null).length >= LEAST_SAMPLES);
};

/** Times repeat and skip: each sample goes to the step it is in, the last of several counts. */
const traceOf = (name: string, text: string): VmTrace => {
  const rows = text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(';').map(Number))
    // A machine that was off, or not yet there, says that it has no cores.
    .filter((row) => (row[COLUMNS.cores] ?? 0) > 0);
  const times = rows.map((row) => row[COLUMNS.time] ?? 0);
  const start = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const end = times.reduce((most, time) => Math.max(most, time), 0);
  const steps = rows.length === 0 ? 0 : Math.floor((end - start) / STEP_SECONDS) + 1;
  const cpuCores = Array.from<number | null>({ length: steps }).fill(null);
  const memoryBytes = Array.from<number | null>({ length: steps }).fill(null);
  for (const row of rows) {
    const at = Math.floor(((row[COLUMNS.time] ?? 0) - start) / STEP_SECONDS);
    cpuCores[at] = ((row[COLUMNS.cores] ?? 0) * (row[COLUMNS.percent] ?? 0)) / 100;
    memoryBytes[at] = (row[COLUMNS.memoryKib] ?? 0) * KIB;
  }
  return { name, cpuCores, memoryBytes };
};
