import { flag, number, type ConfigOf } from '@ml/engine-kernel/settings';

export const binPackingSettings = {
  valid_minutes: number({ default: 15, min: 1, max: 1_440, unit: 'minutes', why: 'ours: pods come and go within minutes, and every named place must still be free' }),
  utilisation_threshold: number({ default: 0.5, min: 0, max: 1, unit: 'share of allocatable', why: 'the contract; the cluster autoscaler has the same default' }),
  k: number({ default: 2, min: 1, max: 3, unit: 'times the average disruption', why: "what Karpenter's balanced policy is fixed to" }),
  max_disrupted_pct: number({ default: 10, min: 1, max: 100, unit: 'percent of nodes', why: "Karpenter's default disruption budget, rounded up" }),
  min_zones: number({ default: 3, min: 1, max: 6, unit: 'availability zones', why: 'the contract asks of node sets to span three; never fewer than now where there are fewer' }),
  default_grace_seconds: number({ default: 90, min: 0, max: 3_600, unit: 'seconds', why: 'the contract: a drain is given 90 seconds, or what its slowest pod asks for' }),
  spot_notice_seconds: number({ default: 120, min: 1, max: 600, unit: 'seconds', why: 'AWS takes a spot instance back two minutes after the notice' }),
  young_node_minutes: number({ default: 10, min: 0, max: 1_440, unit: 'minutes', why: 'how long the cluster autoscaler takes no node away after one has come: pods may be on their way to it' }),
  max_volumes: number({ default: 25, min: 1, max: 128, unit: 'volumes', why: 'Nitro types attach 28 devices, network interfaces and the root disk included; used where the node does not say' }),
  vm_overhead_pct: number({ default: 7.5, min: 0, max: 50, unit: 'percent of memory', why: "Karpenter's default for what the hypervisor keeps of a type's nominal memory" }),
  spot_to_spot: flag({ default: false, why: 'Karpenter gates it too: moving from one spot pool to a cheaper one walks down to the pools that are interrupted most' }),
  spot_to_spot_types: number({ default: 15, min: 1, max: 100, unit: 'cheaper types', why: "Karpenter's floor: with fewer to choose from a replacement is soon interrupted" }),
  replacement_tries: number({ default: 100, min: 0, max: 10_000, unit: 'sets of nodes', why: 'ours: a budget of iterations, so that an answer does not wait for the last cent' }),
  search_orders: number({ default: 3, min: 1, max: 8, unit: 'orders', why: 'ours: more orders of candidates found no more on made-up clusters' }),
  shown_one_by_one: number({ default: 200, min: 1, max: 10_000, unit: 'nodes', why: 'ours: what is held back beyond that comes as one entry per reason' }),
} as const;

export type BinPackingSettings = typeof binPackingSettings;
export type BinPackingConfig = ConfigOf<BinPackingSettings>;
