import type { Held, Reason } from '@ml/contracts/decision';
import type { LoadBalancerState } from '@ml/state/aws/load-balancer';
import { compareText } from '@ml/units/compare-text';
import { isPublic } from './balancer-addresses';
import { nameOf, type PublicAddress } from './public-address';
import { addressTarget, handsOff, heldOn, type Remedy, type Situation } from './situation';

/** Ten thousand addresses in use are one entry a kind, with this many names. */
const MOST_NAMES = 50;
const MOST_ENTRIES = 200;

/** Addresses that are used and that no remedy frees: listed by kind. Own pools and hands-off are said by their codes. */
export const inUse = ({ inventory, excluded, input }: Situation, remedies: readonly Remedy[]): readonly Held[] => {
  const freed = new Set(remedies.flatMap(({ addresses }) => addresses));
  const left = inventory.filter((address) => address.ownerKind !== 'idle' && !freed.has(address));
  const groups = Map.groupBy(left, (address) => JSON.stringify([codeOf(address, excluded), address.ownerKind]));
  return [...groups]
    .sort(([one], [other]) => compareText(one, other))
    .map(([, addresses]) => groupEntry(addresses, codeOf(addresses[0] as PublicAddress, excluded), input.request.cluster_id));
};

const codeOf = (address: PublicAddress, excluded: ReadonlySet<string>): string =>
  handsOff([address.publicIp, address.allocationId, address.owner], address.optOut, excluded)?.code ?? (address.ownPool ? 'NOT_CHARGED' : 'IN_USE');

const TEXTS: Readonly<Record<string, string>> = {
  IN_USE: 'in use, and no remedy is known to free them',
  NOT_CHARGED: 'of an address pool of your own: counted, not charged',
  OPTED_OUT: 'left alone, because a tag says so',
  EXCLUDED: 'left alone, because constraints.excluded names them or what uses them',
};

const groupEntry = (addresses: readonly PublicAddress[], code: string, cluster: string): Held => {
  const [first] = addresses;
  const text = `${addresses.length} of kind ${first?.ownerKind ?? 'other'}: ${TEXTS[code] ?? code}`;
  const details = { count: addresses.length, owner_kind: first?.ownerKind, addresses: addresses.slice(0, MOST_NAMES).map(nameOf) };
  return { ...heldOn(addresses.length === 1 && first !== undefined ? addressTarget(first) : { kind: 'Cluster', name: cluster }, code, text), details };
};

/** Entries beyond this many are listed by name, one entry a code. */
export const bounded = (held: readonly Held[], cluster: string): readonly Held[] => {
  const rest = [...Map.groupBy(held.slice(MOST_ENTRIES), ({ code }) => code)].sort(([one], [other]) => compareText(one, other));
  return [
    ...held.slice(0, MOST_ENTRIES),
    ...rest.map(([code, entries]) => ({
      ...heldOn({ kind: 'Cluster', name: cluster }, code, `${entries.length} more for the same reason`),
      details: { count: entries.length, names: entries.map(({ target }) => target.name) },
    })),
  ];
};

/** What the next protocol would change: nothing is saved for certain, so it is no recommendation. */
export const sixHints = ({ input, inventory, rates }: Situation): readonly Reason[] => {
  const balancers = (input.state.load_balancers ?? []).filter(isPublic);
  const dual = balancers.filter(({ ipAddressType }) => ipAddressType === 'dualstack');
  const used = inventory.filter(({ ownerKind, ownPool }) => ownerKind !== 'idle' && !ownPool).length;
  if (used === 0 || (rates?.public_ipv4_hour ?? null) === null) return [];
  return [
    { code: 'IPV6_DUAL_STACK', text: `IPv6 addresses are free: with dual stack the ${used} addresses in use could be given up one by one as clients move; nothing is saved before that, so nothing is counted` },
    ...(dual.length === 0 ? [] : [{ code: 'IPV4_COULD_BE_TURNED_OFF', text: `${names(dual)} serve both protocols: without public IPv4 their addresses cost nothing, but clients that have IPv4 only would be cut off` }]),
  ];
};

const names = (balancers: readonly LoadBalancerState[]): string => {
  const shown = balancers.slice(0, 10).map(({ name }) => name).join(', ');
  return balancers.length > 10 ? `${shown} and ${balancers.length - 10} more` : shown;
};
