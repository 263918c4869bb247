import type { NoisyNeighborConfig } from './config';
import { averageOf, medianOf } from './middle';
import type { Cluster, Talker } from './talker';

export const PATTERNS = ['high_egress', 'high_cross_az', 'high_bandwidth'] as const;
export type Pattern = (typeof PATTERNS)[number];

/** What is usual in the cluster; null when too few pods were measured to say. */
export interface Usual {
  readonly pods: number;
  readonly median: number | null;
  readonly average: number | null;
  readonly multiplier: number;
}

/** The median, so that a noisy pod does not raise what it is compared with. */
export const usualIn = ({ own }: Cluster, config: NoisyNeighborConfig, multiplier: number): Usual => {
  const measured = own.flatMap(({ bandwidth }) => (bandwidth === null ? [] : [bandwidth]));
  const enough = measured.length >= config.min_pods;
  return { pods: measured.length, median: enough ? medianOf(measured) : null, average: enough ? averageOf(measured) : null, multiplier };
};

export interface Loudness {
  /** Those whose threshold is passed. */
  readonly patterns: readonly Pattern[];
  /** The share of the threshold that comes closest to being passed. */
  readonly nearest: number;
  readonly ratioToMedian: number | null;
  readonly ratioToAverage: number | null;
}

const BITS = 8;
const MEGA = 1e6;

export const loudnessOf = ({ bandwidth, network }: Talker, { median, average, multiplier }: Usual, config: NoisyNeighborConfig): Loudness => {
  const floor = (config.min_outlier_mbit * MEGA) / BITS;
  const limit = median === null ? null : Math.max(multiplier * median, floor);
  const shares: Readonly<Record<Pattern, number>> = {
    high_egress: shareOf(network.egressGbMonth, config.egress_gb_month),
    high_cross_az: shareOf(network.crossAzGbMonth, config.cross_az_gb_month),
    high_bandwidth: limit === null ? 0 : shareOf(bandwidth, limit),
  };
  return {
    patterns: PATTERNS.filter((pattern) => shares[pattern] > 1),
    nearest: Math.max(...PATTERNS.map((pattern) => shares[pattern])),
    ratioToMedian: ratio(bandwidth, median),
    ratioToAverage: ratio(bandwidth, average),
  };
};

/** Of next to nothing anything is any multiple: a figure that can still be written. */
const MOST_TIMES = 1e12;

/** A threshold of nothing is passed by anything. */
const shareOf = (value: number | null, threshold: number): number => {
  if (value === null || value === 0) return 0;
  return threshold > 0 ? Math.min(Number.MAX_VALUE, value / threshold) : Number.MAX_VALUE;
};

const ratio = (value: number | null, usual: number | null): number | null => (value === null || usual === null || usual === 0 ? null : Math.min(MOST_TIMES, value / usual));
