import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { compareText } from '@ml/units/compare-text';

/** Places in a vector of resources; what is counted by a name of its own follows. */
export const CPU = 0;
export const MEMORY = 1;
export const PODS = 2;
export const STORAGE = 3;
/** Disks of the network that a node holds at once. */
export const VOLUMES = 4;
const FIRST_NAMED = 5;

/** Millicores, bytes, pods, bytes, disks, and then whatever is counted, in the order of its name. */
export type Amounts = Float64Array;

export interface Dimensions {
  readonly size: number;
  /** Place of an extended resource; undefined when no pod asks for it. */
  readonly placeOf: (name: string) => number | undefined;
  readonly nameOf: (place: number) => string;
}

const WELL_KNOWN = ['cpu', 'memory', 'pods', 'ephemeral-storage', 'attachable volumes'] as const;

/** Only resources that some pod asks for need a place. */
export const dimensionsOf = (pods: readonly PodState[]): Dimensions => {
  const names = new Set<string>();
  for (const { requests } of pods) for (const name of Object.keys(requests.extended)) names.add(name);
  const sorted = [...names].sort(compareText);
  const places = new Map(sorted.map((name, index) => [name, FIRST_NAMED + index]));
  return {
    size: FIRST_NAMED + sorted.length,
    placeOf: (name) => places.get(name),
    nameOf: (place) => WELL_KNOWN[place] ?? sorted[place - FIRST_NAMED] ?? '',
  };
};

/** What a pod takes of a node; `disks`: how many of its volumes are attached over the network. */
export const requestsOf = ({ requests }: PodState, disks: number, dimensions: Dimensions): Amounts => {
  const amounts = new Float64Array(dimensions.size);
  amounts[CPU] = requests.cpu;
  amounts[MEMORY] = requests.memory;
  amounts[PODS] = 1;
  amounts[STORAGE] = requests.ephemeralStorage;
  amounts[VOLUMES] = disks;
  for (const [name, amount] of Object.entries(requests.extended)) {
    const place = dimensions.placeOf(name);
    if (place !== undefined) amounts[place] = amount;
  }
  return amounts;
};

/** Where the object does not say. */
export interface NodeLimits {
  readonly pods: number | null;
  readonly disks: number;
}

/** `attachable-volumes-aws-ebs` and its like: what older drivers write on the node itself. */
const ATTACHABLE = 'attachable-volumes-';

/** What a node offers to pods; what it does not name it does not have. */
export const offeredBy = ({ allocatable }: LabelledNodeState, limits: NodeLimits, dimensions: Dimensions): Amounts => {
  const amounts = new Float64Array(dimensions.size);
  amounts[CPU] = allocatable.cpu ?? 0;
  amounts[MEMORY] = allocatable.memory ?? 0;
  amounts[PODS] = allocatable.pods ?? limits.pods ?? 0;
  amounts[STORAGE] = allocatable.ephemeralStorage ?? 0;
  amounts[VOLUMES] = limits.disks;
  for (const [name, amount] of Object.entries(allocatable.extended)) {
    if (name.startsWith(ATTACHABLE)) amounts[VOLUMES] = amount;
    const place = dimensions.placeOf(name);
    if (place !== undefined) amounts[place] = amount;
  }
  return amounts;
};
