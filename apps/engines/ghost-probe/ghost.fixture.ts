import type { DecisionEnvelope, Memory } from '@ml/contracts/decision';
import type { Decided } from '@ml/engine-kernel/engine';
import { defaultsOf } from '@ml/engine-kernel/settings';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import { epochMs } from '@ml/units/brand';
import { ghostProbeSettings } from './config';
import { decide } from './decide';
import { projectGhostProbeState } from './state';

export const NOON = Date.parse('2026-11-20T12:00:00Z');
const HOUR_MS = 3_600_000;
export const at = (hours: number): string => new Date(NOON + hours * HOUR_MS).toISOString();

const AS_OF = '2026-11-20T11:00:00Z';
const GP3 = { gb_month: 0.08, iops_month: null, iops_included: 3_000, throughput_month: null, throughput_included: 125 };

/** m5.large at 0.096 USD an hour, and disks of gp3. */
export const MARKET = {
  schema: 1,
  region: 'us-east-1',
  as_of: AS_OF,
  prices_as_of: AS_OF,
  advisor_as_of: AS_OF,
  on_demand_as_of: AS_OF,
  catalogue_as_of: AS_OF,
  source: 'file',
  types: [{ instance_type: 'm5.large', vcpu: 2, memory_bytes: 8 * 1024 ** 3, on_demand: { Linux: 0.096 } }],
  pools: [],
  rates: { volumes: { gp3: GP3 } },
} as unknown as PriceSnapshot;
export const MONTHLY = 70.08;

type Json = Readonly<Record<string, unknown>>;

export const instance = (id: string, more: Json = {}): Json => ({
  InstanceId: id,
  InstanceType: 'm5.large',
  State: { Name: 'running' },
  LaunchTime: at(-500),
  Placement: { AvailabilityZone: 'us-east-1a' },
  ...more,
});
export const node = (name: string, id: string): Json => ({ metadata: { name }, spec: { providerID: `aws:///us-east-1a/${id}` } });

export interface Look {
  readonly state: Json;
  /** Hours after noon. */
  readonly hours?: number;
  readonly memory?: readonly Memory[];
  readonly requirements?: Json;
  readonly constraints?: Json;
  readonly prices?: PriceSnapshot | undefined;
}

/** The lists are of the moment at which is decided, and there is no other cluster, unless the state says otherwise. */
export const look = ({ state, hours = 0, memory = [], requirements = {}, constraints = {}, prices = MARKET }: Look): Decided => {
  const request: DecisionEnvelope = { request_id: 'r', cluster_id: 'c-1', customer_id: null, decision_type: 'ghost_probe', requirements, constraints, cause: 'routine' };
  const posted = { clusters: [], instances_observed_at: at(hours), nodes_observed_at: at(hours), ...state };
  return decide({
    request,
    state: projectGhostProbeState(posted),
    facts: { prices, pools: undefined },
    memory,
    config: defaultsOf(ghostProbeSettings),
    now: epochMs(NOON + hours * HOUR_MS),
  });
};

/** One machine in the cluster, one outside. */
export const ONE_GHOST = { instances: [instance('i-0a'), instance('i-0b')], nodes: [node('node-a', 'i-0a')] } as const;

/** What is left of memory after a round, as the store keeps it. */
export const after = (memory: readonly Memory[], { remember }: Decided): readonly Memory[] => [
  ...new Map([...memory, ...remember].map((one) => [one.key, one])).values(),
];
