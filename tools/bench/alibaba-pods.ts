import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

export const ALIBABA_LISTS = ['default', 'cpu100'] as const;

const MEBI = 1_048_576;

interface Row {
  readonly cpu_milli: string;
  readonly memory_mib: string;
}

/**
 * Pods of the Alibaba trace as [millicores, bytes, 1 pod]: every pod of the list whatever became of it, its GPU ignored.
 * undefined where the data is not at hand.
 */
export const alibabaPods = (list: (typeof ALIBABA_LISTS)[number]): readonly (readonly number[])[] | undefined => {
  const file = path.join(process.cwd(), `../shared/data/placement/openb_pod_list_${list}.csv.gz`);
  if (!existsSync(file)) return undefined;
  const rows: Row[] = parse(gunzipSync(readFileSync(file)), { columns: true });
  return rows.map(({ cpu_milli, memory_mib }) => [Number(cpu_milli), Number(memory_mib) * MEBI, 1]);
};
