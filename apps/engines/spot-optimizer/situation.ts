import type { Held, Reason } from '@ml/contracts/decision';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { DecideInput } from '@ml/engine-kernel/engine';
import { readWanted, type Wanted } from './ask';
import { survey, thresholdRefusal, type Candidate, type OnDemandOption, type Refusal } from './candidates';
import type { SpotConfig, SpotSettings } from './config';
import { fleetOf, type Fleet } from './fleet';
import { isSafe } from './is-safe';
import type { LayerRules } from './layers';
import { marketOf, type Market } from './market';
import { needOf } from './need';
import { outlookFor, type Outlook } from './outlook';
import { regionOf } from './region';
import { rulesFor } from './rules';
import type { FormulaVersion } from './score/context';
import { scorerFor, type Scorer } from './scorer';
import type { SpotState } from './state';

export type SpotInput = DecideInput<SpotState, SpotSettings>;

/** Everything that is known before anything is decided. */
export interface Situation {
  readonly input: SpotInput;
  readonly config: SpotConfig;
  readonly wanted: Wanted;
  readonly market: Market;
  readonly fleet: Fleet;
  readonly scorer: Scorer;
  readonly outlook: Outlook;
  readonly rules: LayerRules;
  readonly candidates: readonly Candidate[];
  /** Whether what was learned is part of the scores; the first formula version has no such term. */
  readonly learned: boolean;
  readonly refused: readonly Refusal[];
  readonly onDemand: readonly OnDemandOption[];
  /** What the caller named and nobody knows, and nodes that stay against the request. */
  readonly held: readonly Held[];
  readonly warnings: readonly Reason[];
  readonly missing: readonly string[];
}

/** There is nothing to decide: the first of `held` says why. */
export interface NoSituation {
  readonly held: readonly Held[];
}

export const situationOf = (input: SpotInput, version: FormulaVersion): Situation | NoSituation => {
  const wanted = readWanted(input.request);
  if ('held' in wanted) return wanted;
  const snapshot = pricesFor(input);
  if ('held' in snapshot) return snapshot;
  const market = marketOf(snapshot, wanted.ask.product);
  const whole = fleetOf(input.state.nodes, wanted, market);
  if (!('mode' in whole)) return whole;
  const read = needOf(wanted.ask, whole, market);
  if (!('need' in read)) return read;
  const scorer = scorerFor({ market, pools: input.facts.pools, now: input.now, version });
  const outlook = outlookFor(input, wanted.ask.product);
  const { rules, warnings } = rulesFor(input.config, wanted.constraints);
  const { need, fleet } = read;
  const seen = survey({ market, scorer, outlook, need, ask: wanted.ask, constraints: wanted.constraints, minSafety: rules.minSafety, config: input.config });
  // A type that is not offered as a replacement may still be safe where it runs: nobody is moved from there to a worse pool.
  const runsSafely = fleet.leaving.some((node) => node.capacityType === 'spot' && isSafe({ scorer, rules }, node));
  const relaxed = seen.eligible.length === 0 && wanted.constraints.allow_relaxed && !runsSafely;
  const second = relaxed ? seen.belowThreshold.filter((candidate) => candidate.safety >= input.config.relaxed_min_safety) : [];
  const refusedByScore = seen.belowThreshold.filter((candidate) => !second.includes(candidate));
  return {
    input,
    config: input.config,
    wanted,
    market,
    fleet,
    scorer,
    outlook,
    rules,
    candidates: [...seen.eligible, ...second],
    learned: [...seen.eligible, ...seen.belowThreshold].some(({ terms }) => terms.some(({ name }) => name === 'customer')),
    refused: [...seen.refused, ...refusedByScore.map((candidate) => thresholdRefusal(candidate, rules.minSafety))],
    onDemand: seen.onDemand,
    held: [...fleet.held, ...strangers(wanted, market)],
    warnings,
    missing: [...read.missing, ...fleet.missing],
  };
};

/** The snapshot of the region asked for; another region's is as good as none. */
const pricesFor = ({ request, state, facts }: SpotInput): PriceSnapshot | NoSituation => {
  const region = regionOf(request, state);
  if (region === undefined) {
    return { held: [{ target: { kind: 'Request', name: 'requirements.region' }, code: 'MISSING_FIELD', text: 'requirements.region is missing, and no node says where it stands' }] };
  }
  const snapshot = facts.prices;
  if (snapshot !== undefined && snapshot.region === region && snapshot.pools.length > 0) return snapshot;
  return { held: [{ target: { kind: 'Region', name: region }, code: 'NO_PRICE_DATA', text: `there are no spot prices for ${region}` }] };
};

const strangers = ({ ask }: Wanted, market: Market): readonly Held[] => [
  ...ask.instance_types
    .filter((instanceType) => market.type(instanceType) === undefined)
    .map((instanceType) => ({
      target: { kind: 'InstanceType', name: instanceType },
      code: 'UNKNOWN_INSTANCE_TYPE',
      text: `${instanceType} is not in the catalogue of ${market.snapshot.region}`,
    })),
  ...ask.availability_zones
    .filter((zone) => !market.zones.includes(zone))
    .map((zone) => ({ target: { kind: 'AvailabilityZone', name: zone }, code: 'UNKNOWN_AVAILABILITY_ZONE', text: `${zone} is no zone of ${market.snapshot.region} that anyone knows` })),
];
