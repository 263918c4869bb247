import type { DecisionEnvelope, Memory } from '@ml/contracts/decision';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { Decided } from '@ml/engine-kernel/engine';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { shadowItTrackerSettings } from './config';
import { decide } from './decide';
import { projectShadowItTrackerState } from './state';

export const NOON = Date.parse('2026-11-20T12:00:00Z');
const DAY_MS = 24 * 3_600_000;
export const day = (days: number): string => new Date(NOON + days * DAY_MS).toISOString();
export type Json = Readonly<Record<string, unknown>>;

const AS_OF = '2026-11-20T11:00:00Z';
/** m5.large 0.096 USD an hour, on spot 0.04; gp3 0.08 USD a GB and month; load balancers 0.0225 USD an hour, classic ones 0.025. */
export const MARKET = {
  schema: 1,
  region: 'us-east-1',
  as_of: AS_OF,
  prices_as_of: AS_OF,
  advisor_as_of: AS_OF,
  on_demand_as_of: AS_OF,
  catalogue_as_of: AS_OF,
  source: 'file',
  types: [{ instance_type: 'm5.large', vcpu: 2, memory_bytes: 8 * 1024 ** 3, on_demand: { Linux: 0.096, Windows: 0.188 } }],
  pools: [{ instance_type: 'm5.large', availability_zone: 'us-east-1a', product: 'Linux/UNIX', price: 0.04 }],
  rates: {
    volumes: { gp3: { gb_month: 0.08, iops_month: null, iops_included: 3_000, throughput_month: null, throughput_included: 125 } },
    load_balancer_hour: { application: 0.0225, network: 0.0225, gateway: null, classic: 0.025 },
  },
} as unknown as PriceSnapshot;

export const tags = (given: Readonly<Record<string, string>>): Json => ({ Tags: Object.entries(given).map(([Key, Value]) => ({ Key, Value })) });

/** A hundred days old, like everything here: 70.08 USD a month. */
export const instance = (id: string, more: Json = {}): Json => ({
  InstanceId: id,
  InstanceType: 'm5.large',
  State: { Name: 'running' },
  LaunchTime: day(-100),
  Placement: { AvailabilityZone: 'us-east-1a' },
  ...more,
});

/** 100 GB of gp3: 8 USD a month. */
export const volume = (more: Json = {}): Json => ({ VolumeId: 'vol-0a', Size: 100, VolumeType: 'gp3', State: 'available', CreateTime: day(-100), AvailabilityZone: 'us-east-1a', Attachments: [], ...more });
export const attachedTo = (id: string): Json => ({ State: 'in-use', Attachments: [{ InstanceId: id, State: 'attached' }] });

export const ARN = 'arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/50dc';
/** 16.43 USD a month. */
export const balancer = (more: Json = {}): Json => ({ LoadBalancerArn: ARN, LoadBalancerName: 'web', DNSName: 'web-123.us-east-1.elb.amazonaws.com', Type: 'application', CreatedTime: day(-100), AvailabilityZones: [{ ZoneName: 'us-east-1a' }], ...more });

export const database = (more: Json = {}): Json => ({ DBInstanceIdentifier: 'reports', DBInstanceClass: 'db.t3.micro', DBInstanceStatus: 'available', InstanceCreateTime: day(-100), AvailabilityZone: 'us-east-1a', ...more });

export const node = (id: string): Json => ({ metadata: { name: `node-${id}` }, spec: { providerID: `aws:///us-east-1a/${id}` } });
/** A service or an ingress whose load balancer has this name. */
export const exposed = (hostname: string): Json => ({ metadata: { name: 'web', namespace: 'shop' }, spec: {}, status: { loadBalancer: { ingress: [{ hostname }] } } });

/** One node, and no reference to anything else; none of the lists that are looked at. */
const CLUSTER = { nodes: [node('i-0a')], persistent_volumes: [], services: [], ingresses: [] } as const;

export interface Look {
  readonly state: Json;
  readonly days?: number;
  readonly memory?: readonly Memory[];
  readonly requirements?: Json;
  readonly constraints?: Json;
  readonly prices?: PriceSnapshot | undefined;
}

export const look = ({ state, days = 0, memory = [], requirements = {}, constraints = {}, prices = MARKET }: Look): Decided => {
  const request: DecisionEnvelope = { request_id: 'r', cluster_id: 'c-1', customer_id: null, decision_type: 'shadow_it', requirements, constraints, cause: 'routine' };
  return decide({
    request,
    state: projectShadowItTrackerState({ observed_at: day(days), ...CLUSTER, ...state }),
    facts: { prices, pools: undefined },
    memory,
    config: defaultsOf(shadowItTrackerSettings),
    now: epochMs(NOON + days * DAY_MS),
  });
};

/** What is left of memory after a round, as the store keeps it. */
export const after = (memory: readonly Memory[], { remember }: Decided): readonly Memory[] => [...new Map([...memory, ...remember].map((one) => [one.key, one])).values()];
