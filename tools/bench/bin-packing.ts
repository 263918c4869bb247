import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { syntheticCluster } from '@ml/testing/clusters';
import { NODE_FLAGS } from '../local/node-flags';
import type { BinPackingRun, Taken } from './bin-packing-child';
import type { Figure } from './figure';
import { growthExponent, median } from './statistics';

const CHILD = 'dist/tools/bench-bin-packing.js';
const SEED = 1;
/** Processes that each decide once. */
const COLD_ROUNDS = 3;
const WARM_ROUNDS = 3;
const GROWTH_NODES = [500, 1_000, 2_500, 5_000] as const;
const PODS_A_NODE = 20;
const MOST_GROWTH = 1.3;
const MOST_MIB = 1_536;

interface Size {
  readonly nodes: number;
  readonly pods: number;
}

interface Bar extends Size {
  readonly seconds: number;
}

const BARS: readonly Bar[] = [
  { nodes: 1_000, pods: 30_000, seconds: 1 },
  { nodes: 5_000, pods: 100_000, seconds: 8 },
];

/** Processor time of projecting and deciding made-up clusters, each in a process of its own; parsing the JSON is not in it. */
export const binPacking = (): Promise<readonly Figure[]> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'ml-bench-'));
  try {
    return Promise.resolve([...BARS.flatMap((bar) => figuresOf(bar, directory)), growth(directory)]);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const stateFile = ({ nodes, pods }: Size, directory: string): string => {
  const file = path.join(directory, `${nodes}-${pods}.json`);
  writeFileSync(file, JSON.stringify(syntheticCluster({ nodes, pods, seed: SEED })));
  return file;
};

const runOf = (file: string, warmRounds: number): BinPackingRun =>
  JSON.parse(execFileSync(process.execPath, [...NODE_FLAGS, CHILD, file, String(warmRounds)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as BinPackingRun;

const whole = ({ project, decide }: Taken): number => project + decide;

const figuresOf = (bar: Bar, directory: string): readonly Figure[] => {
  const file = stateFile(bar, directory);
  const runs = Array.from({ length: COLD_ROUNDS }, (_, index) => runOf(file, index === 0 ? WARM_ROUNDS : 0));
  const warm = runs.flatMap((run) => run.warm.map(whole));
  const name = `bin packing, ${bar.nodes.toLocaleString('en-US')} nodes with ${bar.pods.toLocaleString('en-US')} pods`;
  const cold = runs.map((run) => run.cold);
  return [
    { name: `${name}: project and decide`, value: median(cold.map(whole)), unit: 's CPU', bar: { at: 'most', value: bar.seconds }, note: `median of ${COLD_ROUNDS} fresh processes` },
    { name: 'the same, once the process has done it before', value: median(warm), unit: 's CPU', note: `median of ${WARM_ROUNDS}` },
    { name: 'the same, decide alone', value: median(cold.map(({ decide }) => decide)), unit: 's CPU', note: 'in fresh processes' },
    { name: 'the same, peak memory of the process', value: Math.max(...runs.map(({ peakMib }) => peakMib)), unit: 'MiB RSS', bar: { at: 'most', value: MOST_MIB }, note: 'with the text of the state and what was parsed of it' },
    { name: 'the same, gap of the first wave to the bound', value: runs[0]?.gapPct ?? Number.NaN, unit: '%', note: `${runs[0]?.said ?? ''}; a tenth of the nodes may go at once` },
  ];
};

const growth = (directory: string): Figure => {
  const points = GROWTH_NODES.map((nodes) => {
    const { warm } = runOf(stateFile({ nodes, pods: nodes * PODS_A_NODE }, directory), WARM_ROUNDS);
    return { size: nodes, cost: Math.min(...warm.map(whole)) };
  });
  const note = `exponent over ${points.map(({ size, cost }) => `${size} nodes ${cost.toFixed(2)} s`).join(', ')}; ${PODS_A_NODE} pods each, the best of ${WARM_ROUNDS} after the first`;
  return { name: 'bin packing, growth with the size of the cluster', value: growthExponent(points), unit: '', bar: { at: 'most', value: MOST_GROWTH }, note };
};
