import type { Held } from '@ml/contracts/decision';
import { readAsk } from '@ml/engine-kernel/ask';
import { completeness, confidenceFrom, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold, type Frame } from '@ml/engine-kernel/decision';
import type { Decided, DecideInput } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { heldList } from '@ml/engine-kernel/held-list';
import { machinePrice } from '@ml/engine-kernel/machine-price';
import { planOf } from '@ml/engine-kernel/plan';
import { isPricedBy, priceListOf, type PriceList } from '@ml/engine-kernel/price-list';
import { totalSavings } from '@ml/engine-kernel/savings';
import { volumeMonthlyCost } from '@ml/engine-kernel/volume-cost';
import { roundToCents } from '@ml/units/money';
import { readers, type GhostConstraints } from './ask';
import { sortMachines, targetOf } from './candidates';
import { membershipIn, type Membership } from './clusters';
import type { GhostProbeSettings } from './config';
import { doubtsAbout, missingIn, sightedAt } from './doubts';
import { regionOf } from './region';
import { judge, type Judged } from './judge';
import { recommendationsFor } from './recommendations';
import { sightingsBefore } from './sightings';
import type { Disk, GhostProbeState, Machine } from './state';
import { preconditionsFor, stepsFor } from './steps';

type Input = DecideInput<GhostProbeState, GhostProbeSettings>;

export const decide = (input: Input): Decided => {
  const { request, state, config, now } = input;
  const ask = readAsk(request, readers);
  if ('held' in ask) return nothing(input, ask.held);
  const doubts = doubtsAbout({ state, config, now, clusterId: request.cluster_id });
  if (doubts.length > 0) return nothing(input, doubts);
  // The grace period may be longer than the contract's, never shorter.
  return compared(input, { constraints: ask.constraints, graceHours: Math.max(config.grace_hours, ask.requirements.grace_hours ?? 0) });
};

const nothing = (input: Input, held: readonly Held[]): Decided => ({ decision: hold(frameOf(input, { missing: missingIn(input.state) }), held), remember: [] });

interface Wanted {
  readonly constraints: GhostConstraints;
  readonly graceHours: number;
}

const compared = (input: Input, { constraints, graceHours }: Wanted): Decided => {
  const { request, state, facts, memory, config, now } = input;
  const membership = membershipIn(state, request.cluster_id);
  const sorted = sortMachines({ state, membership, constraints, excluded: new Set(constraints.excluded), config, now });
  const prices = priceListOf(facts, regionOf(request, state));
  const judged = judge({ sorted, before: sightingsBefore(memory), seenAt: sightedAt(state), graceHours, config, now, priceOf: (machine) => machinePrice(prices, machine) });
  const disks = new Map(state.volumes.map((disk) => [disk.volumeId, disk]));
  const held = heldList([...judged.held, ...sorted.stopped.map((machine) => stoppedMachine(machine, disks, prices)), ...sorted.held], 'Instances');
  const recommendations = recommendationsFor(judged, { membership, now });
  const frame = frameFor(input, judged, membership);
  if (recommendations.length === 0) return { decision: hold(frame, held.length > 0 ? held : [noGhost(input)]), remember: judged.remember };
  const savings = totalSavings(recommendations.map(({ estimated_monthly_savings: saving }) => saving));
  const decision = act(frame, { recommendations, held, savings, plan: planOf(stepsFor(judged)), preconditions: preconditionsFor(judged) });
  return { decision, remember: judged.remember };
};

const noGhost = ({ request }: Input): Held => ({ target: { kind: 'Cluster', name: request.cluster_id }, code: 'NO_GHOST', text: 'every machine that runs belongs to a cluster' });

/** It costs nothing but its disks. */
const stoppedMachine = (machine: Machine, volumes: ReadonlyMap<string, Disk>, prices: PriceList | undefined): Held => {
  const rates = prices !== undefined && isPricedBy(prices, machine.zone) ? prices.rates : null;
  const costs = machine.volumeIds.flatMap((id) => volumes.get(id) ?? []).map((volume) => volumeMonthlyCost(rates, volume));
  const known = costs.length > 0 && costs.length === machine.volumeIds.length && costs.every((cost) => cost !== undefined);
  const monthly = known ? roundToCents(costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0)) : null;
  return {
    target: targetOf(machine),
    code: 'STOPPED',
    text: monthly === null ? 'it is stopped and costs its disks alone' : `it is stopped and costs its disks alone: ${monthly} USD a month`,
    details: { storage_monthly_cost: monthly, volume_ids: machine.volumeIds },
  };
};

/** Ours: a machine without a tag of ownership may be none of the cluster's business. */
const UNOWNED = 0.6;
/** Ours: one sighting is a suspicion. */
const SUSPECTED = 0.8;

const frameFor = (input: Input, { confirmed, toTag }: Judged, membership: Membership): Frame => {
  const missing = missingIn(input.state);
  const unowned = confirmed.some(({ machine }) => membership.ownerOf(machine) === null);
  const evidence = unowned ? UNOWNED : confirmed.length === 0 && toTag.length > 0 ? SUSPECTED : 1;
  return frameOf(input, { confidence: confidenceFrom(CERTAINTY, evidence, worthOfState(input.state.observed_at, input.now), completeness(missing)), missing });
};

/** Lists of two systems are never quite of the same moment. */
const CERTAINTY = 0.95;
