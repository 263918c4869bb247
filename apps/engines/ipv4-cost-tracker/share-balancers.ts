import type { Held, Reason, Target } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import type { LoadBalancerState } from '@ml/state/aws/load-balancer';
import type { IngressState } from '@ml/state/kubernetes/ingress';
import { optedOut } from '@ml/state/opt-out';
import { usdPerHour, type EpochMs } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import { perMonth } from '@ml/units/money';
import { balancerName, isPublic } from './balancer-addresses';
import { chargedHour } from './costs';
import type { PublicAddress } from './public-address';
import { firstOptOut, handsOff, heldOn, unpriced, type Findings, type Remedy, type Situation } from './situation';

const CREATE_SECONDS = 240;
const DNS_SECONDS = 300;
const DELETE_SECONDS = 120;

/** The controller of application load balancers understands groups; others have their own ways. */
const GROUPING_CLASS = 'alb';

interface Candidate {
  readonly ingress: IngressState;
  readonly balancer: LoadBalancerState;
}

/** Ingresses of one namespace that each have a load balancer of their own could share one. */
export const shareBalancers = (situation: Situation): Findings => {
  const byDns = new Map((situation.input.state.load_balancers ?? []).flatMap((one) => (one.dnsName !== null && isPublic(one) ? [[one.dnsName.toLowerCase(), one] as const] : [])));
  const held: Held[] = [];
  const candidates: Candidate[] = [];
  const served = (situation.input.state.ingresses ?? []).flatMap((ingress): readonly Candidate[] => balancersOf(ingress, byDns).map((balancer) => ({ ingress, balancer })));
  const shared = sharedAmong(served);
  for (const { ingress, balancer } of served) {
    const reason = reasonToLeave({ ingress, balancer }, situation, shared);
    if (reason === null) candidates.push({ ingress, balancer });
    else held.push(heldOn(targetOf(ingress), reason.code, reason.text));
  }
  const groups = [...Map.groupBy(candidates, keyOf)].sort(([one], [other]) => compareText(one, other)).map(([, members]) => members);
  const found = groups.map((members) => sharing(members, situation));
  return { remedies: found.flatMap(({ remedies }) => remedies), held: [...held, ...found.flatMap((one) => one.held), ...servicesHeld(situation, byDns)] };
};

const optOutNow = ({ optOut }: Pick<IngressState, 'optOut'>, now: EpochMs): string | null => (optOut !== null && optedOut(optOut, now) ? optOut.key : null);

const targetOf = ({ namespace, name }: IngressState): Target => ({ kind: 'Ingress', name, namespace });

const balancersOf = (ingress: IngressState, byDns: ReadonlyMap<string, LoadBalancerState>): readonly LoadBalancerState[] => {
  const balancer = byDns.get(ingress.loadBalancer.hostnames[0]?.toLowerCase() ?? '');
  return balancer === undefined ? [] : [balancer];
};

/** By id. A class may put all its ingresses into one group, which none of them says of itself. */
const sharedAmong = (served: readonly Candidate[]): ReadonlySet<string> =>
  new Set([...Map.groupBy(served, ({ balancer }) => balancer.id)].filter(([, members]) => members.length > 1).map(([id]) => id));

/** Across namespaces one could write rules for the other's traffic: such groups are for people to make. */
const keyOf = ({ ingress, balancer }: Candidate): string => JSON.stringify([balancer.vpcId, ingress.namespace, ingress.className, ingress.scheme, balancer.ipAddressType]);

const reasonToLeave = ({ ingress, balancer }: Candidate, { input, excluded, byOwner, ratesIn }: Situation, shared: ReadonlySet<string>): Reason | null => {
  const addresses = byOwner.get(balancerName(balancer)) ?? [];
  const names = [ingress.name, `${ingress.namespace}/${ingress.name}`, balancer.name, balancer.id, ...addresses.flatMap(({ publicIp, allocationId }) => [publicIp, allocationId])];
  const optOut = optOutNow(ingress, input.now);
  const off = handsOff(names, firstOptOut([optOut, balancer.optOut, ...addresses.map((address) => address.optOut)]), excluded);
  if (off !== null) return off;
  if (ingress.group !== null) return { code: 'SHARED_ALREADY', text: `it is in the group ${ingress.group}, whose members share a load balancer` };
  if (shared.has(balancer.id)) return { code: 'SHARED_ALREADY', text: `${balancer.name} serves other ingresses too, so that it would not go with this one` };
  if (ingress.className !== GROUPING_CLASS || balancer.type !== 'application') return { code: 'CONTROLLER_UNKNOWN', text: `only ingresses of the class ${GROUPING_CLASS} are known to share a load balancer by a group` };
  return unpriced(ratesIn(balancer.zones[0]?.zone ?? null), (known) => [known.load_balancer_hour.application, known.public_ipv4_hour], 'an application load balancer or its addresses');
};

/** The first by name keeps its load balancer, the others come to it. */
const sharing = (members: readonly Candidate[], situation: Situation): Findings => {
  const sorted = [...members].sort((one, other) => compareText(one.ingress.name, other.ingress.name));
  const [first, ...others] = sorted;
  if (first === undefined) return { remedies: [], held: [] };
  if (others.length === 0) return { remedies: [], held: [heldOn(targetOf(first.ingress), 'NOTHING_TO_SHARE_WITH', 'no other ingress of its namespace, class and scheme has a load balancer of its own')] };
  const host = heldOn(targetOf(first.ingress), 'HOSTS_THE_GROUP', `it keeps its load balancer; ${others.length} others of its namespace come to it`);
  return { remedies: others.map((one) => join(one, first, situation)), held: [host] };
};

const join = ({ ingress, balancer }: Candidate, host: Candidate, { byOwner, rates }: Situation): Remedy => {
  const addresses: readonly PublicAddress[] = byOwner.get(balancerName(balancer)) ?? [];
  const hourly = (rates?.load_balancer_hour.application ?? 0) + addresses.reduce((sum, address) => sum + chargedHour(address, rates), 0);
  return {
    action: 'join_ingress_group',
    target: targetOf(ingress),
    saving: perMonth(usdPerHour(hourly)),
    risk: 'medium',
    reasons: [
      { code: 'OWN_LOAD_BALANCER', text: `${balancer.name} serves this ingress alone, with ${addresses.length} public addresses; ${host.balancer.name} could serve both` },
      { code: 'SHARED_FATE', text: 'rules, certificates and limits of the shared load balancer count for all its ingresses; capacity units move with the traffic and are not saved' },
    ],
    addresses,
    remedy: 'share_load_balancer',
    more: { load_balancer: balancer.name, shared_load_balancer: host.balancer.name, annotation: { 'alb.ingress.kubernetes.io/group.name': `${ingress.namespace}-shared` } },
    steps: stepsOf(ingress, host.ingress),
    preconditions: [{ code: 'HOSTS_DO_NOT_COLLIDE', target: targetOf(ingress), text: `no host and path of it is also one of ${host.ingress.name}` }],
  };
};

/** Beside the old one first: a load balancer cannot be brought back under its name once the controller has deleted it. */
const stepsOf = (ingress: IngressState, host: IngressState): readonly StepDraft[] => {
  const target = targetOf(ingress);
  const id = `${ingress.namespace}/${ingress.name}`;
  return [
    { key: `copy ${id}`, after: [], phase: 'share', action: 'create_ingress', target, seconds: CREATE_SECONDS, rollback: 'delete_ingress', destructive: false, details: { like: ingress.name, beside: host.name, group: `${ingress.namespace}-shared` } },
    { key: `dns ${id}`, after: [`copy ${id}`], phase: 'share', action: 'change_resource_record_sets', target, seconds: DNS_SECONDS, rollback: 'change_resource_record_sets', destructive: false },
    { key: `delete ${id}`, after: [`dns ${id}`], phase: 'delete', action: 'delete_ingress', target, seconds: DELETE_SECONDS, rollback: null, destructive: true },
  ];
};

/** A service of this type may speak anything; only HTTP can be shared behind one ingress. */
const servicesHeld = ({ input, excluded }: Situation, byDns: ReadonlyMap<string, LoadBalancerState>): readonly Held[] => {
  const services = (input.state.services ?? []).filter(({ type, loadBalancer }) => type === 'LoadBalancer' && loadBalancer.hostnames.some((hostname) => byDns.has(hostname.toLowerCase())));
  return services.map((service) => {
    const target = { kind: 'Service', name: service.name, namespace: service.namespace };
    const off = handsOff([service.name, `${service.namespace}/${service.name}`], optOutNow(service, input.now), excluded);
    if (off !== null) return heldOn(target, off.code, off.text);
    return services.length === 1
      ? heldOn(target, 'NOTHING_TO_SHARE_WITH', 'no other service has a public load balancer of its own')
      : heldOn(target, 'PROTOCOL_UNKNOWN', `${services.length} services have a public load balancer each: those that speak HTTP could share one behind an ingress, and a service does not say whether it does`);
  });
};
