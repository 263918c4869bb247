import { bytes, type Bytes } from '@ml/units/brand';
import type { Group } from './groups';
import type { MemorySeries, OomState } from './state';

export interface Measured {
  /** By pod and container. */
  readonly seriesOf: (group: Group) => readonly MemorySeries[];
  /** The most any of its pods was seen to use; null when nothing was measured. */
  readonly peakOf: (group: Group) => Bytes | null;
}

const NONE: readonly MemorySeries[] = [];

export const measuredIn = ({ usage }: OomState): Measured => {
  const byPod = new Map(usage.series.map((series) => [`${series.namespace}/${series.pod}/${series.container}`, series]));
  const seriesOf = ({ namespace, kills, container }: Group): readonly MemorySeries[] => {
    const names = new Set(kills.map(({ pod }) => `${namespace}/${pod}/${container}`));
    return [...names].sort().flatMap((name) => byPod.get(name) ?? NONE);
  };
  return { seriesOf, peakOf: (group) => peakOf(seriesOf(group)) };
};

const peakOf = (all: readonly MemorySeries[]): Bytes | null => {
  const most = all.reduce((peak, { bytes: series }) => series.reduce<number>((high, value) => Math.max(high, value ?? 0), peak), 0);
  return most > 0 ? bytes(most) : null;
};
