import type { EpochMs } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import type { Read } from '../read';
import { array, fallback, optional, required } from '../shapes';
import { name } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { apiTime, filled } from './api-values';
import { readTags, UNTAGGED, type Tagged } from './tags';

export interface LoadBalancerZone {
  readonly zone: string | null;
  readonly subnetId: string | null;
  /** Fixed public addresses, of network load balancers only; those of others are known by their network interfaces. */
  readonly addresses: readonly { readonly publicIp: string | null; readonly allocationId: string | null }[];
}

/** A load balancer of either generation as far as engines need it; null where the object does not say. */
export interface LoadBalancerState extends Tagged {
  /** The ARN; for a classic one, which has none, its name. */
  readonly id: string;
  readonly arn: string | null;
  readonly name: string;
  /** application, network, gateway, or classic. */
  readonly type: string;
  /** internet-facing or internal. */
  readonly scheme: string | null;
  readonly state: string | null;
  /** By zone. */
  readonly zones: readonly LoadBalancerZone[];
  readonly dnsName: string | null;
  readonly createdAt: EpochMs | null;
  readonly vpcId: string | null;
  /** ipv4, dualstack, dualstack-without-public-ipv4. */
  readonly ipAddressType: string | null;
  /** Registered with a classic one; null for the others, whose targets stand elsewhere. */
  readonly instanceIds: readonly string[] | null;
}

const zoneObject = apiObject({
  ZoneName: filled,
  SubnetId: filled,
  LoadBalancerAddresses: fallback(array(apiObject({ IpAddress: filled, AllocationId: filled })), []),
});

/** Classic load balancers list the names of their zones, the others objects. */
const readZone: Read<LoadBalancerZone> = (value) => {
  if (typeof value === 'string') return { zone: filled(value), subnetId: null, addresses: [] };
  const { ZoneName, SubnetId, LoadBalancerAddresses } = zoneObject(value);
  const addresses = LoadBalancerAddresses.map((one) => ({ publicIp: one.IpAddress, allocationId: one.AllocationId }));
  return { zone: ZoneName, subnetId: SubnetId, addresses };
};

const apiLoadBalancer = apiObject({
  LoadBalancerArn: filled,
  LoadBalancerName: required(name),
  Type: filled,
  Scheme: filled,
  State: optional(apiObject({ Code: filled })),
  AvailabilityZones: fallback(array(readZone), []),
  DNSName: filled,
  CreatedTime: optional(apiTime),
  VpcId: filled,
  VPCId: filled,
  IpAddressType: filled,
  Instances: optional(array(apiObject({ InstanceId: required(name) }))),
  Tags: fallback(readTags, UNTAGGED),
});

const readLoadBalancer: Read<LoadBalancerState> = (value) => {
  const given = apiLoadBalancer(value);
  return {
    id: given.LoadBalancerArn ?? given.LoadBalancerName,
    arn: given.LoadBalancerArn,
    name: given.LoadBalancerName,
    type: given.Type ?? typeOfArn(given.LoadBalancerArn),
    scheme: given.Scheme,
    state: given.State?.Code ?? null,
    zones: [...given.AvailabilityZones].sort((one, other) => compareText(one.zone ?? '', other.zone ?? '') || compareText(one.subnetId ?? '', other.subnetId ?? '')),
    dnsName: given.DNSName,
    createdAt: given.CreatedTime,
    vpcId: given.VpcId ?? given.VPCId,
    ipAddressType: given.IpAddressType,
    instanceIds: given.Instances?.map((one) => one.InstanceId).sort() ?? null,
    ...given.Tags,
  };
};

const TYPES: Readonly<Record<string, string>> = { app: 'application', net: 'network', gwy: 'gateway' };

/** `arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/50dc` is an application load balancer; the classic ones have no ARN. */
const typeOfArn = (arn: string | null): string => TYPES[/:loadbalancer\/(app|net|gwy)\//.exec(arn ?? '')?.[1] ?? ''] ?? 'classic';

/** `current_state.load_balancers`, as DescribeLoadBalancers of either generation answers; both may be given together. */
export const readLoadBalancers: Read<readonly LoadBalancerState[]> = apiList({
  answers: ['LoadBalancers', 'LoadBalancerDescriptions'],
  read: readLoadBalancer,
  identityOf: (one) => one.id,
  identityKey: (one) => (one.arn === null ? 'LoadBalancerName' : 'LoadBalancerArn'),
});
