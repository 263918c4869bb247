import type { EngineDecision } from '@ml/contracts/decision';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { ipv4CostTrackerSettings } from './config';
import { decide } from './decide';
import type { Ipv4Input } from './situation';
import { projectIpv4CostTrackerState } from './state';

export const NOW = epochMs(Date.UTC(2026, 10, 20, 10));
const OBSERVED_AT = '2026-11-20T09:59:00Z';

type Json = Readonly<Record<string, unknown>>;

/** Virginia, as far as this engine needs it. */
export const PRICES: PriceSnapshot = {
  schema: 1,
  region: 'us-east-1',
  as_of: '2026-11-20T10:00:00Z',
  prices_as_of: null,
  advisor_as_of: null,
  on_demand_as_of: null,
  catalogue_as_of: null,
  source: 'catalogue',
  types: [],
  pools: [],
  rates: {
    as_of: '2026-09-25',
    cross_az_gb: 0.01,
    internet_egress_gb: 0.09,
    public_ipv4_hour: 0.005,
    nat_gateway_hour: 0.045,
    nat_gateway_gb: 0.045,
    interface_endpoint_hour: 0.01,
    interface_endpoint_gb: 0.01,
    load_balancer_hour: { application: 0.0225, network: 0.0225, gateway: 0.0125, classic: 0.025 },
    ecr_storage_gb_month: 0.1,
    snapshot_gb_month: 0.05,
    volumes: { gp2: null, gp3: null, io1: null, io2: null, st1: null, sc1: null, standard: null },
  },
};

export interface Asked {
  readonly requirements?: Json;
  readonly constraints?: Json;
  readonly prices?: PriceSnapshot | undefined;
}

export const inputFor = (state: Json, asked: Asked = {}): Ipv4Input => ({
  request: {
    request_id: 'r-1',
    cluster_id: 'c-1',
    customer_id: null,
    decision_type: 'ipv4_cost',
    requirements: { region: 'us-east-1', ...asked.requirements },
    constraints: { ...asked.constraints },
    cause: 'routine',
  },
  state: projectIpv4CostTrackerState({ observed_at: OBSERVED_AT, ...state }),
  facts: { prices: 'prices' in asked ? asked.prices : PRICES, pools: undefined },
  memory: [],
  config: defaultsOf(ipv4CostTrackerSettings),
  now: NOW,
});

export const decisionFor = (state: Json, asked: Asked = {}): EngineDecision => decide(inputFor(state, asked)).decision;

export const idle = (index: number, more: Json = {}): Json => ({ PublicIp: `203.0.113.${index}`, AllocationId: `eipalloc-${index}`, PublicIpv4Pool: 'amazon', Domain: 'vpc', ...more });

/** An interface with one public address. */
export const eni = (index: number, more: Json = {}): Json => ({
  NetworkInterfaceId: `eni-${index}`,
  InterfaceType: 'interface',
  AvailabilityZone: 'us-east-1a',
  SubnetId: 'subnet-a',
  VpcId: 'vpc-1',
  Status: 'in-use',
  PrivateIpAddresses: [{ PrivateIpAddress: `10.0.0.${index}`, Primary: true, Association: { PublicIp: `198.51.100.${index}`, IpOwnerId: 'amazon' } }],
  ...more,
});

export const node = (index: number, more: Json = {}): Json => ({ metadata: { name: `n${index}` }, spec: { providerID: `aws:///us-east-1a/i-${index}` }, ...more });

/** The machine of a node, with a public address that AWS lends it. */
export const machine = (index: number, more: Json = {}): Json => ({
  InstanceId: `i-${index}`,
  State: { Name: 'running' },
  VpcId: 'vpc-1',
  SubnetId: 'subnet-a',
  Placement: { AvailabilityZone: 'us-east-1a' },
  PublicIpAddress: `198.51.100.${index}`,
  ...more,
});

export const gateway = (index: number, more: Json = {}): Json => ({
  NatGatewayId: `nat-${index}`,
  State: 'available',
  ConnectivityType: 'public',
  SubnetId: 'subnet-a',
  VpcId: 'vpc-1',
  CreateTime: `2026-01-0${index}T00:00:00Z`,
  NatGatewayAddresses: [{ PublicIp: `192.0.2.${index}`, AllocationId: `eipalloc-nat-${index}`, NetworkInterfaceId: `eni-nat-${index}` }],
  ...more,
});

export const balancer = (name: string, more: Json = {}): Json => ({
  LoadBalancerArn: `arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/${name}/50dc`,
  LoadBalancerName: name,
  DNSName: `${name}-1.us-east-1.elb.amazonaws.com`,
  Type: 'application',
  Scheme: 'internet-facing',
  State: { Code: 'active' },
  VpcId: 'vpc-1',
  IpAddressType: 'ipv4',
  AvailabilityZones: [{ ZoneName: 'us-east-1a', SubnetId: 'subnet-a' }, { ZoneName: 'us-east-1b', SubnetId: 'subnet-b' }],
  ...more,
});

export const ingress = (name: string, annotations: Json = {}): Json => ({
  metadata: { name, namespace: 'shop', annotations },
  spec: { ingressClassName: 'alb' },
  status: { loadBalancer: { ingress: [{ hostname: `${name}-1.us-east-1.elb.amazonaws.com` }] } },
});
