import type { DecisionEnvelope, Memory } from '@ml/contracts/decision';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { Decided } from '@ml/engine-kernel/engine';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { volumeCleanupSettings } from './config';
import { decide } from './decide';
import { projectVolumeCleanupState } from './state';

export const NOON = Date.parse('2026-11-20T12:00:00Z');
const DAY_MS = 24 * 3_600_000;
export const day = (days: number): string => new Date(NOON + days * DAY_MS).toISOString();
export type Json = Readonly<Record<string, unknown>>;

const AS_OF = '2026-11-20T11:00:00Z';
const SIZE_ONLY = { iops_month: null, iops_included: 0, throughput_month: null, throughput_included: 0 };
/** gp3 0.08, sc1 0.015, snapshots 0.05 USD a GB and month. */
export const MARKET = {
  schema: 1,
  region: 'us-east-1',
  as_of: AS_OF,
  prices_as_of: AS_OF,
  advisor_as_of: AS_OF,
  on_demand_as_of: AS_OF,
  catalogue_as_of: AS_OF,
  source: 'file',
  types: [],
  pools: [],
  rates: { snapshot_gb_month: 0.05, volumes: { gp3: { ...SIZE_ONLY, gb_month: 0.08 }, sc1: { ...SIZE_ONLY, gb_month: 0.015 } } },
} as unknown as PriceSnapshot;

/** 100 GB of gp3, detached ten days ago: 8 USD a month, 5 of which its snapshot would cost. */
export const volume = (more: Json = {}): Json => ({
  VolumeId: 'vol-0a',
  Size: 100,
  VolumeType: 'gp3',
  State: 'available',
  CreateTime: day(-400),
  DetachTime: day(-10),
  AvailabilityZone: 'us-east-1a',
  Attachments: [],
  ...more,
});

/** Detached two months ago, and marked since. */
export const marked = (since: string, more: Json = {}): Json => volume({ DetachTime: day(-60), Tags: [{ Key: 'cloudoptim:volume-cleanup', Value: since }], ...more });
export const ownSnapshot = (more: Json = {}): Json => ({ SnapshotId: 'snap-0a', VolumeId: 'vol-0a', State: 'completed', VolumeSize: 100, StartTime: day(-20), Tags: [{ Key: 'cloudoptim:volume-cleanup', Value: 'x' }], ...more });

export interface Look {
  readonly state: Json;
  readonly days?: number;
  readonly memory?: readonly Memory[];
  readonly requirements?: Json;
  readonly constraints?: Json;
  readonly prices?: PriceSnapshot | undefined;
}

/** With an empty cluster and no snapshots, unless the state says otherwise. */
export const look = ({ state, days = 0, memory = [], requirements = {}, constraints = {}, prices = MARKET }: Look): Decided => {
  const request: DecisionEnvelope = { request_id: 'r', cluster_id: 'c-1', customer_id: null, decision_type: 'volume_cleanup', requirements, constraints, cause: 'routine' };
  const projected = projectVolumeCleanupState({ snapshots: [], persistent_volumes: [], ...state });
  return decide({ request, state: projected, facts: { prices, pools: undefined }, memory, config: defaultsOf(volumeCleanupSettings), now: epochMs(NOON + days * DAY_MS) });
};
