import { gapPercent, lowerBound } from '../../apps/engines/bin-packing/packing/lower-bound';
import { packFresh } from '../../apps/engines/bin-packing/packing/pack-fresh';
import { fits, type Vector } from '../../apps/engines/bin-packing/packing/size-class';
import { ALIBABA_LISTS, alibabaPods } from './alibaba-pods';
import { constrainedPacking } from './constrained-packing';
import type { Figure } from './figure';
import { bestFitDecreasing, DECREASING_BY, firstFitDecreasing, type DecreasingBy } from './plain-packing';

const GIBI = 1_073_741_824;
/** vCPU, memory and pods (ENI limit of the VPC CNI) of the whole node: the largest pods of the trace ask for all of its vCPU. */
const NODES: Readonly<Record<string, Vector>> = {
  'm5.8xlarge': [32_000, 128 * GIBI, 234],
  'm5.24xlarge': [96_000, 384 * GIBI, 737],
};
const BAR = 2 / 3;

/** Real pods packed afresh: how far from the fewest nodes there can be, beside first-fit and best-fit decreasing in the same run. */
export const packing = (): Promise<readonly Figure[]> => {
  const figures = ALIBABA_LISTS.flatMap((list) => {
    const pods = alibabaPods(list);
    if (pods === undefined) {
      process.stderr.write(`packing of ${list}: skipped, there is no ../shared/data\n`);
      return [];
    }
    return Object.entries(NODES).flatMap(([type, bin]) => figuresOf(`${list} on ${type}`, pods.filter((pod) => fits(pod, bin)), bin));
  });
  return Promise.resolve([...figures, ...manySizes(), ...constrainedPacking()]);
};

const figuresOf = (name: string, items: readonly Vector[], bin: Vector): readonly Figure[] => {
  const before = process.cpuUsage();
  const { bins, bound } = packFresh({ items, bin });
  const seconds = secondsSince(before);
  const first = least((by) => firstFitDecreasing({ items, bin, by }));
  const best = least((by) => bestFitDecreasing({ items, bin, by }));
  const gap = (count: number): number => gapPercent(count, bound);
  const mostOfBar = BAR * Math.min(gap(first), gap(best));
  return [
    { name: `Alibaba pods, ${name}: gap to the bound`, value: gap(bins), unit: '%', bar: { at: 'most', value: Number(mostOfBar.toFixed(3)) }, note: `${bins} nodes for ${items.length} pods, at least ${bound}; wanted two thirds of the better of the two below` },
    { name: 'the same, first-fit decreasing', value: gap(first), unit: '%', note: `${first} nodes, the better of two orders` },
    { name: 'the same, best-fit decreasing', value: gap(best), unit: '%', note: `${best} nodes, the better of two orders` },
    { name: 'the same, to the fast bound that answers carry', value: gapPercent(bins, lowerBound({ items, bin })), unit: '%', note: `fast bound ${lowerBound({ items, bin })}; packing and its proof took ${seconds.toFixed(2)} s CPU` },
  ];
};

const least = (count: (by: DecreasingBy) => number): number => Math.min(...(Object.keys(DECREASING_BY) as DecreasingBy[]).map(count));

const secondsSince = (before: NodeJS.CpuUsage): number => {
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
};

const PODS = 100_000;
const SIZES = 500;
const ROUNDS = 5;

/** What an answer over a large cluster pays for its lower bound. */
const manySizes = (): readonly Figure[] => {
  const bin = NODES['m5.8xlarge'] ?? [];
  const sizes = Array.from({ length: SIZES }, (_, index): Vector => [100 + ((index * 7_919) % 4_001), ((index * 104_729) % 16_001) * 1_048_576, 1]);
  const items = Array.from({ length: PODS }, (_, index) => sizes[(index * 31) % SIZES] ?? []);
  const taken = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    lowerBound({ items, bin });
    return secondsSince(before) * 1_000;
  });
  return [{ name: 'fast lower bound, 100,000 pods of 500 sizes', value: Math.min(...taken), unit: 'ms CPU', bar: { at: 'most', value: 300 }, note: `best of ${ROUNDS}` }];
};
