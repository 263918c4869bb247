import type { LoadBalancerState } from '@ml/state/aws/load-balancer';
import type { PublicAddress } from './public-address';

/** As the description of its interfaces names it: `app/web/50dc6c495c0c9188`, or the plain name of a classic one. */
export const balancerName = ({ arn, name }: LoadBalancerState): string => /:loadbalancer\/(.+)$/.exec(arn ?? '')?.[1] ?? name;

/** Whether clients reach it by a public IPv4 address. Gateway load balancers are never reached from the internet. */
export const isPublic = ({ scheme, type, state, ipAddressType }: LoadBalancerState): boolean =>
  scheme === 'internet-facing' && type !== 'gateway' && state !== 'failed' && ipAddressType !== 'dualstack-without-public-ipv4';

export interface BalancerAddresses {
  /** Named by the load balancer itself. */
  readonly seen: readonly PublicAddress[];
  /** One in each zone, of load balancers of which no interface is known. */
  readonly unseen: readonly PublicAddress[];
}

/**
 * A load balancer has at least one address in each of its zones. Where its interfaces are known they have been counted already;
 * an interface of a load balancer that does not say of which one stands for one that is missing, so that nothing is counted twice.
 */
export const balancerAddresses = (balancers: readonly LoadBalancerState[], known: readonly PublicAddress[]): BalancerAddresses => {
  const ofBalancers = known.filter(({ ownerKind }) => ownerKind === 'load_balancer');
  const named = new Set(ofBalancers.map(({ owner }) => owner));
  const reachable = balancers.filter((balancer) => isPublic(balancer) && !named.has(balancerName(balancer)));
  const seen = reachable.flatMap((balancer) => fixed(balancer));
  const fixedNames = new Set(seen.map(({ owner }) => owner));
  const wanted = reachable.filter((balancer) => !fixedNames.has(balancerName(balancer))).flatMap(onePerZone);
  return { seen, unseen: withoutUnnamed(wanted, ofBalancers.filter(({ owner }) => owner === null)) };
};

const shared = (balancer: LoadBalancerState) => ({ ownerKind: 'load_balancer', owner: balancerName(balancer), vpcId: balancer.vpcId, ownPool: false, serviceManaged: null, optOut: balancer.optOut }) as const;

const fixed = (balancer: LoadBalancerState): readonly PublicAddress[] =>
  balancer.zones.flatMap(({ zone, addresses }) => addresses.flatMap(({ publicIp, allocationId }) => (publicIp === null ? [] : [{ ...shared(balancer), publicIp, allocationId, zone }])));

const onePerZone = (balancer: LoadBalancerState): readonly PublicAddress[] => balancer.zones.map(({ zone }) => ({ ...shared(balancer), publicIp: null, allocationId: null, zone }));

const withoutUnnamed = (wanted: readonly PublicAddress[], unnamed: readonly PublicAddress[]): readonly PublicAddress[] => {
  const left = new Map<string, number>();
  for (const { vpcId } of unnamed) left.set(vpcId ?? '', (left.get(vpcId ?? '') ?? 0) + 1);
  return wanted.filter(({ vpcId }) => {
    const place = [vpcId ?? '', ''].find((key) => (left.get(key) ?? 0) > 0);
    if (place === undefined) return true;
    left.set(place, (left.get(place) ?? 0) - 1);
    return false;
  });
};
