import { execFileSync } from 'node:child_process';
import { benchServers } from './bench-servers';
import type { MoveCost } from './export-child';
import { loadExportRows } from './export-rows';
import type { Figure } from './figure';
import { median } from './statistics';

const MILLION = 1_000_000;
/** The large one is for its memory: a look at it takes minutes. */
const SIZES = [
  { rows: MILLION, rounds: 3 },
  { rows: 5 * MILLION, rounds: 1 },
];
/** What the thread of an export may have, and how its heap grows (`expectPassingBytes`): three halves of a young generation make 48 MB. */
const THREAD_FLAGS = ['--max-semi-space-size=16', '--max-old-space-size=160', '--heap-growing-percent=100'];
const BARS = { share: 0.6, mib: 300, growth: 1.15 };
const CHILD = 'dist/tools/bench-export.js';

interface Measured {
  readonly rows: number;
  readonly rounds: number;
  /** Rows a second. */
  readonly exported: number;
  readonly copied: number;
  readonly written: number;
  /** Processor seconds of the export over those of the bare writer: hardly more on a busy machine. */
  readonly processor: number;
  readonly mib: number;
}

/** Exporting a million and five million rows as Parquet, against the slower of reading them bare and of writing them bare. */
export const exporting = async (): Promise<readonly Figure[]> => {
  const servers = await benchServers();
  try {
    const measured: Measured[] = [];
    for (const { rows, rounds } of SIZES) {
      await loadExportRows(servers.database.url, rows);
      process.stderr.write(`  ${String(rows)} rows loaded\n`);
      measured.push(measure(servers.database.urlOf('collector'), { rows, rounds }));
    }
    const [small, large] = measured;
    return [
      ...measured.flatMap(figuresOf),
      { name: 'peak memory of 5M rows over that of 1M', value: (large?.mib ?? Number.NaN) / (small?.mib ?? Number.NaN), unit: 'x', bar: { at: 'most', value: BARS.growth } },
    ];
  } finally {
    await servers.stop();
  }
};

const figuresOf = ({ rows, rounds, exported, copied, written, processor, mib }: Measured): readonly Figure[] => {
  const size = `${String(rows / MILLION)}M rows`;
  return [
    { name: `Parquet export of ${size}`, value: exported, unit: 'rows/s', note: `counted, checked for quality, hashed; median of ${String(rounds)}` },
    { name: 'the same, against the slower of bare COPY and bare writer', value: exported / Math.min(copied, written), unit: 'x', bar: { at: 'least', value: BARS.share }, note: `COPY alone ${copied.toFixed(0)}, writer alone ${written.toFixed(0)} rows/s; of processor time the export takes ${processor.toFixed(2)} times what the writer does` },
    { name: 'the same, peak memory of the process', value: mib, unit: 'MiB RSS', bar: { at: 'most', value: BARS.mib } },
  ];
};

const measure = (url: string, { rows, rounds }: (typeof SIZES)[number]): Measured => {
  const costs: Record<'export' | 'copy' | 'write', MoveCost[]> = { export: [], copy: [], write: [] };
  // In turns: whatever else the machine does is in all three.
  for (let round = 0; round < rounds; round += 1) for (const way of ['copy', 'write', 'export'] as const) costs[way].push(moved(way, url, rows));
  const rate = (way: keyof typeof costs): number => median(costs[way].map((cost) => cost.rows / cost.seconds));
  const processorOf = (way: keyof typeof costs): number => median(costs[way].map(({ processor_seconds }) => processor_seconds));
  return { rows, rounds, processor: processorOf('export') / processorOf('write'), exported: rate('export'), copied: rate('copy'), written: rate('write'), mib: Math.max(...costs.export.map(({ mib }) => mib)) };
};

const moved = (way: string, url: string, rows: number): MoveCost =>
  JSON.parse(execFileSync(process.execPath, [...THREAD_FLAGS, CHILD, way, url, String(rows)], { encoding: 'utf8' })) as MoveCost;
