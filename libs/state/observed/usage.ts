import type { EpochMs } from '@ml/units/brand';
import { fault, type Read } from '../read';
import { fallback, object, optional, required } from '../shapes';
import { name, time, whole } from '../values';
import { observedList } from './observed-list';
import { series, type Series } from './series';

export interface UsageWindow {
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** The length of one sample. */
  readonly stepSeconds: number;
}

export interface NodeUsage {
  readonly name: string;
  readonly cpuCores: Series | null;
  readonly memoryBytes: Series | null;
}

export interface WorkloadName {
  readonly kind: string;
  readonly name: string;
}

export interface ContainerUsage {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Who owns the pod, where the caller knows: pods come and go, the workload stays. */
  readonly workload: WorkloadName | null;
  readonly cpuCores: Series | null;
  readonly memoryBytes: Series | null;
}

/** `current_state.usage`: what nodes and containers used, sample by sample. */
export interface UsageState {
  readonly window: UsageWindow | null;
  readonly nodes: readonly NodeUsage[];
  readonly containers: readonly ContainerUsage[];
}

/** Beyond any machine: the largest has 896 cores and 32 TiB. */
const MAX_CORES = 1e5;
const MAX_BYTES = 2 ** 50;
const DAY_SECONDS = 86_400;

const measures = { cpu_cores: optional(series(MAX_CORES)), memory_bytes: optional(series(MAX_BYTES)) };

const windowFields = object({ start: required(time), end: required(time), step_seconds: required(whole({ min: 1, max: DAY_SECONDS })) });
const nodeFields = object({ name: required(name), ...measures });
const containerFields = object({
  namespace: required(name),
  pod: required(name),
  container: required(name),
  workload: optional(object({ kind: required(name), name: required(name) })),
  ...measures,
});

const readWindow: Read<UsageWindow> = (value) => {
  const { start, end, step_seconds: stepSeconds } = windowFields(value);
  if (end <= start) throw fault('BAD_FIELD', 'is not after the start').within('end');
  return { start, end, stepSeconds };
};

const readNodeUsage: Read<NodeUsage> = (value) => {
  const { name: node, cpu_cores: cpuCores, memory_bytes: memoryBytes } = nodeFields(value);
  return { name: node, cpuCores, memoryBytes };
};

const readContainerUsage: Read<ContainerUsage> = (value) => {
  const { namespace, pod, container, workload, cpu_cores: cpuCores, memory_bytes: memoryBytes } = containerFields(value);
  return { namespace, pod, container, workload, cpuCores, memoryBytes };
};

export const readUsage: Read<UsageState> = object({
  window: optional(readWindow),
  nodes: fallback(observedList(readNodeUsage, { of: (node) => [node.name], path: ['name'] }), []),
  containers: fallback(observedList(readContainerUsage, { of: (one) => [one.namespace, one.pod, one.container], path: ['container'] }), []),
});

export const NO_USAGE: UsageState = { window: null, nodes: [], containers: [] };
