import { MINUTE_MS, SECOND_MS } from '@ml/units/time';
import type { TrainArguments } from '../arguments';
import { TrainFault } from '../train-fault';
import { isExportedSeries, joinedSeries, requireExportedSeries, seriesPiece, type SeriesPiece } from './exported-series';
import { instantOf, numberOf, requireColumns, textOf } from './fields';
import type { FileRow } from './file-row';
import { gridSize } from './grid-size';
import { readRows } from './read-rows';
import type { UsageHistory } from './usage-history';
import { usableRows, type UsableRows } from './usable-rows';

/** `cpu_cores` comes last: in some archives it is how many there are. */
const NAMES = {
  at: ['timestamp', 'timestamp [ms]', 'time', 'datetime', 'date'],
  series: ['series', 'node', 'pod', 'container', 'vm', 'resource_hash', 'resource_id', 'name'],
  cpu: ['cpu_usage_cores', 'cpu usage [mhz]', 'cpu_usage', 'cpu', 'value', 'cpu_cores'],
  memory: ['memory_bytes', 'memory usage [kb]', 'memory_usage_bytes', 'memory_usage', 'memory'],
  cpuCapacity: ['cpu_capacity_cores', 'cpu capacity provisioned [mhz]', 'cpu_capacity'],
  memoryCapacity: ['memory_capacity_bytes', 'memory capacity provisioned [kb]', 'memory_capacity'],
  anomalous: ['anomalous', 'anomaly', 'label'],
} as const;

interface Sample {
  readonly series: string;
  readonly at: number;
  readonly cpu: number;
  readonly memory: number;
  readonly cpuCapacity: number;
  readonly memoryCapacity: number;
  readonly anomalous: number;
}

interface UsageRead extends Omit<UsableRows<UsageHistory>, 'rows'> {
  readonly series: readonly UsageHistory[];
}

/** Series by their names, else one a file. `exported`: rows of an exported `cloudwatch_metrics_history` too, each metric of each resource a series. */
export const readUsage = async ({ data }: Pick<TrainArguments, 'data'>, { exported = false }: { readonly exported?: boolean } = {}): Promise<UsageRead> => {
  let file = '';
  const pieces: SeriesPiece[] = [];
  const { rows, ...counts } = await usableRows(readRows(data), (row): Sample | null => {
    const isPiece = exported && isExportedSeries(row);
    if (row.file !== file) (isPiece ? requireExportedSeries : requireUsage)(row);
    file = row.file;
    if (isPiece) {
      pieces.push(seriesPiece(row));
      return null;
    }
    return {
      series: textOf(row, NAMES.series) || row.file,
      at: instantOf(row, NAMES.at),
      cpu: numberOf(row, NAMES.cpu),
      memory: numberOf(row, NAMES.memory),
      cpuCapacity: numberOf(row, NAMES.cpuCapacity),
      memoryCapacity: numberOf(row, NAMES.memoryCapacity),
      anomalous: numberOf(row, NAMES.anomalous),
    };
  });
  const sampled = [...Map.groupBy(rows, ({ series }) => series)].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([name, samples]) => {
    const history = historyOf(name, samples);
    return history === null ? [] : [history];
  });
  const series = [...sampled, ...joinedSeries(pieces)];
  if (series.length === 0) throw new TrainFault('no series has two samples');
  return { ...counts, series };
};

const requireUsage = (row: FileRow): void => {
  requireColumns(row, [
    { names: NAMES.at, example: '2026-11-20T10:05:00Z' },
    { names: [...NAMES.cpu, ...NAMES.memory], example: '0.42' },
  ]);
};

/** On a grid of its most frequent step; of two samples in one place the later holds. */
const historyOf = (name: string, samples: readonly Sample[]): UsageHistory | null => {
  const sorted = samples.toSorted((one, other) => one.at - other.at);
  const [first] = sorted;
  const step = stepOf(sorted.map(({ at }) => at));
  if (first === undefined || step === null) return null;
  const count = gridSize({ name, step, from: first.at, until: sorted.at(-1)?.at ?? first.at, samples: samples.length });
  const grid = (field: keyof Omit<Sample, 'series'>): Float64Array => {
    const values = new Float64Array(count).fill(Number.NaN);
    for (const sample of sorted) values[Math.round((sample.at - first.at) / step)] = sample[field];
    return values;
  };
  const marks = grid('anomalous');
  return {
    name,
    start: first.at,
    stepSeconds: step / SECOND_MS,
    cpu: knownOrEmpty(grid('cpu')),
    memory: knownOrEmpty(grid('memory')),
    cpuCapacity: mostOf(grid('cpuCapacity')),
    memoryCapacity: mostOf(grid('memoryCapacity')),
    anomalous: marks.some((mark) => !Number.isNaN(mark)) ? Uint8Array.from(marks, (mark) => (mark === 1 ? 1 : 0)) : null,
  };
};

const knownOrEmpty = (values: Float64Array): Float64Array => (values.some((value) => !Number.isNaN(value)) ? values : new Float64Array());

const mostOf = (values: Float64Array): number => {
  const most = values.reduce((largest, value) => (value > largest ? value : largest), 0);
  return most > 0 ? most : Number.NaN;
};

/** The most frequent distance, in whole minutes unless it is shorter than one. Null under two samples. */
const stepOf = (at: readonly number[]): number | null => {
  const counts = new Map<number, number>();
  for (let index = 1; index < at.length; index += 1) {
    const apart = (at[index] ?? 0) - (at[index - 1] ?? 0);
    const step = apart < MINUTE_MS ? Math.round(apart / SECOND_MS) * SECOND_MS : Math.round(apart / MINUTE_MS) * MINUTE_MS;
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [most] = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  return most?.[0] ?? null;
};
