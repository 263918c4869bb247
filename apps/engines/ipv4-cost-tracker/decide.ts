import type { EngineDecision, Recommendation } from '@ml/contracts/decision';
import { completeness, confidenceFrom, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold, type Frame } from '@ml/engine-kernel/decision';
import type { Decided } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { planOf } from '@ml/engine-kernel/plan';
import { isPricedBy, priceListOf } from '@ml/engine-kernel/price-list';
import { totalSavings } from '@ml/engine-kernel/savings';
import { roundToCents } from '@ml/units/money';
import { readIpv4Ask, type Ipv4Ask } from './ask';
import { consolidateNat } from './consolidate-nat';
import { monthlyCost, totalsOf } from './costs';
import { bounded, inUse, sixHints } from './in-use';
import { inventoryOf } from './inventory';
import { privateNodes } from './private-nodes';
import { regionOf } from './region';
import { releaseIdle } from './release-idle';
import { shareBalancers } from './share-balancers';
import type { Ipv4Input, Remedy, Situation } from './situation';
import { zonesOfSubnets } from './subnets';

export const decide = (input: Ipv4Input): Decided => {
  const ask = readIpv4Ask(input.request);
  const decision = 'held' in ask ? hold(frameOf(input, {}), ask.held) : decided(situationOf(input, ask));
  return { decision, remember: [] };
};

const situationOf = (input: Ipv4Input, { constraints }: Ipv4Ask): Situation => {
  const inventory = inventoryOf(input.state);
  const prices = priceListOf(input.facts, regionOf(input.request, input.state));
  const rates = prices?.rates ?? null;
  const owned = inventory.filter(({ owner }) => owner !== null);
  return {
    input,
    inventory,
    byOwner: Map.groupBy(owned, ({ owner }) => owner ?? ''),
    rates,
    ratesIn: (zone) => (prices !== undefined && isPricedBy(prices, zone) ? rates : null),
    excluded: new Set(constraints.excluded),
    zoneOfSubnet: zonesOfSubnets(input.state),
  };
};

const decided = (situation: Situation): EngineDecision => {
  const { input, inventory } = situation;
  const cluster = { kind: 'Cluster', name: input.request.cluster_id };
  const frame = framed(situation);
  if (inventory.length === 0) {
    const code = given(situation).length === 0 ? 'NO_NETWORK_STATE' : 'NO_PUBLIC_ADDRESS';
    const text = code === 'NO_PUBLIC_ADDRESS' ? 'nothing that was posted has a public IPv4 address' : `none of ${SOURCES.join(', ')} was posted`;
    return hold(frame, [{ target: cluster, code, text }]);
  }
  const findings = [releaseIdle, shareBalancers, consolidateNat, privateNodes].map((rule) => rule(situation));
  const remedies = findings.flatMap((found) => found.remedies);
  const held = bounded([...findings.flatMap((found) => found.held), ...inUse(situation, remedies)], input.request.cluster_id);
  if (remedies.length === 0) return hold(frame, held);
  const recommendations = remedies.map((remedy, index) => recommendation(remedy, index, situation));
  return act(frame, {
    recommendations,
    held,
    savings: totalSavings(recommendations.map((one) => one.estimated_monthly_savings)),
    plan: planOf(remedies.flatMap(({ steps }) => steps)),
    preconditions: remedies.flatMap(({ preconditions }) => preconditions),
  });
};

const recommendation = (remedy: Remedy, index: number, { rates }: Situation): Recommendation => {
  const [address] = remedy.addresses;
  return {
    id: `r${index + 1}`,
    action: remedy.action,
    target: remedy.target,
    estimated_monthly_savings: roundToCents(remedy.saving),
    risk: remedy.risk,
    reasons: remedy.reasons,
    details: {
      public_ip: remedy.addresses.length === 1 ? (address?.publicIp ?? null) : null,
      allocation_id: remedy.addresses.length === 1 ? (address?.allocationId ?? null) : null,
      owner_kind: address?.ownerKind ?? 'other',
      idle: address?.ownerKind === 'idle',
      monthly_cost: monthlyCost(remedy.addresses, rates),
      remedy: remedy.remedy,
      addresses: remedy.addresses.flatMap(({ publicIp }) => publicIp ?? []),
      ...remedy.more,
    },
  };
};

/** Where public addresses are seen. */
const SOURCES = ['addresses', 'network_interfaces', 'instances', 'load_balancers', 'nat_gateways'] as const;

const given = ({ input }: Situation): readonly string[] => SOURCES.filter((source) => input.state[source] !== null);

const framed = (situation: Situation): Frame => {
  const { input, inventory, rates } = situation;
  const missing = SOURCES.filter((source) => input.state[source] === null).map((source) => `current_state.${source}`);
  const priced = rates?.public_ipv4_hour !== undefined && rates.public_ipv4_hour !== null;
  return frameOf(input, {
    confidence: inventory.length === 0 || !priced ? 0 : confidenceFrom(worthOfState(input.state.observed_at, input.now), completeness(missing)),
    warnings: sixHints(situation),
    missing,
    extra: { ...totalsOf(inventory, rates) },
  });
};
