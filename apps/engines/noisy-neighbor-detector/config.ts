import { number, type ConfigOf } from '@ml/engine-kernel/settings';

export const noisyNeighborDetectorSettings = {
  bandwidth_outlier_multiplier: number({ default: 10, min: 1.1, max: 10_000, unit: 'times the median', why: 'the contract: ten times what is usual in the cluster' }),
  min_outlier_mbit: number({ default: 10, min: 0, max: 1e6, unit: 'Mbit/s', why: 'ours: ten times next to nothing disturbs nobody' }),
  cross_az_gb_month: number({ default: 500, min: 0, max: 1e9, unit: 'GB a month', why: 'the contract' }),
  egress_gb_month: number({ default: 2_000, min: 0, max: 1e9, unit: 'GB a month', why: 'the contract: 2 TB' }),
  min_pods: number({ default: 5, min: 2, max: 1_000, unit: 'pods', why: 'ours: the median of fewer is as noisy as they are' }),
  latency_multiplier: number({ default: 2, min: 1.1, max: 100, unit: 'times the median', why: 'ours: a pod this much slower than half of all pods waits for something' }),
  min_share_of_node: number({ default: 0.3, min: 0, max: 1, unit: 'share', why: 'ours: who carries less of what the pods of a node carry is not why others there wait' }),
  near_share: number({ default: 0.5, min: 0, max: 1, unit: 'share', why: 'ours: pods that come this close to a threshold are named, the others counted' }),
  valid_minutes: number({ default: 360, min: 1, max: 1_440, unit: 'minutes', why: 'the contract scans every 6 hours' }),
} as const;

export type NoisyNeighborDetectorSettings = typeof noisyNeighborDetectorSettings;
export type NoisyNeighborConfig = ConfigOf<NoisyNeighborDetectorSettings>;
