import { USAGE_FEATURES, type UsageRow } from '@ml/engine-kernel/usage-features';

/** What is the same of both resources, and what only tells them apart. */
const SHARED: readonly string[] = ['history_days', 'step_minutes'];
const OF_RESOURCE = USAGE_FEATURES.map((name, at) => ({ name, at })).filter(({ name }) => !SHARED.includes(name) && name !== 'is_memory');

/** What a `rightsizing_predictor` sees of a node, in this order: the features of its CPU and of its memory, and which share of each is used. */
export const NODE_FEATURES: readonly string[] = [
  ...SHARED,
  'cpu_p95_share',
  'memory_p95_share',
  ...OF_RESOURCE.map(({ name }) => `cpu_${name}`),
  ...OF_RESOURCE.map(({ name }) => `memory_${name}`),
];

export interface NodeUsageRows {
  readonly cpu: UsageRow;
  readonly memory: UsageRow;
  /** In the units of the usage. */
  readonly cpuCapacity: number;
  readonly memoryCapacity: number;
}

/** One row for the model; NaN where something is unknown. */
export const nodeFeatures = ({ cpu, memory, cpuCapacity, memoryCapacity }: NodeUsageRows): readonly number[] => [
  ...SHARED.map((_, at) => cpu.features[at] ?? Number.NaN),
  cpu.p95 / cpuCapacity,
  memory.p95 / memoryCapacity,
  ...OF_RESOURCE.map(({ at }) => cpu.features[at] ?? Number.NaN),
  ...OF_RESOURCE.map(({ at }) => memory.features[at] ?? Number.NaN),
];
