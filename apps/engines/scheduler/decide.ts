import type { Recommendation } from '@ml/contracts/decision';
import { completeness, confidenceFrom, PRICES_AGEING, worthAsOf, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold, type Frame } from '@ml/engine-kernel/decision';
import type { Decided } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { heldList } from '@ml/engine-kernel/held-list';
import { totalSavings } from '@ml/engine-kernel/savings';
import { DAY_MS, MINUTE_MS } from '@ml/units/time';
import { memoriesOf } from './memories';
import { overviewOf } from './overview';
import { preconditionsFor } from './preconditions';
import { recommendationsFor } from './recommendations';
import type { SchedulerInput } from './scheduler-input';
import { situationOf, type Situation } from './situation';
import { stepsFor } from './steps';
import { MOST_TURNS, weekPlan, type PlannedTurn } from './week-plan';
import { usualRate } from './usual-rate';
import { warningsFor } from './warnings';

/** What every workload should be now, by its hours, and what must be done for it to be so. */
export const decide = (input: SchedulerInput): Decided => {
  const situation = situationOf(input);
  if (!('changes' in situation)) return { decision: hold(frameOf(input, { extra: { plan_7d: [], environments: [] } }), situation.held), remember: [] };
  const turned = situation.changes.filter(({ verdict }) => verdict.direction !== null);
  const recommendations = recommendationsFor({ ...situation, changes: turned });
  const turns = weekPlan(situation.changes.map(({ candidate }) => candidate), usualRate(situation));
  const frame = framed(situation, recommendations, turns);
  const held = heldList(situation.held, 'Workloads');
  const remember = memoriesOf({ ...situation, memory: input.memory, now: input.now, days: input.config.memory_days });
  if (recommendations.length === 0) return { decision: hold(frame, held), remember };
  const decision = act(frame, {
    recommendations,
    held,
    savings: totalSavings(recommendations.map(({ estimated_monthly_savings: saving }) => saving)),
    plan: stepsFor({ ...situation, changes: turned }),
    preconditions: preconditionsFor(turned, situation.removals),
  });
  return { decision, remember };
};

const framed = (situation: Situation, recommendations: readonly Recommendation[], turns: readonly PlannedTurn[]): Frame => {
  const { input, environments, changes, rates, missing, prices } = situation;
  const { now, config, facts } = input;
  // What holds until 18:00 is not true afterwards.
  const next = Math.min(now + DAY_MS, ...new Set(changes.map(({ candidate }) => candidate.timing.next?.at ?? Number.POSITIVE_INFINITY)));
  const shared = recommendations.filter(({ target }) => target.kind !== 'Node').reduce((sum, { estimated_monthly_savings: saving }) => sum + saving, 0);
  const worth = prices === undefined ? 1 : worthAsOf(PRICES_AGEING, facts.prices?.prices_as_of ?? null, now);
  return frameOf(
    { facts, now, config: { valid_minutes: Math.min(config.valid_minutes, (next - now) / MINUTE_MS) } },
    {
      confidence: confidenceFrom(worthOfState(input.state.observed_at, now), worth, completeness(missing)),
      warnings: warningsFor({ environments, changes: changes.filter(({ verdict }) => verdict.direction !== null), rates, shared, plannedTurns: turns.length, mostTurns: MOST_TURNS }),
      missing,
      extra: { plan_7d: turns.slice(0, MOST_TURNS), environments: overviewOf(situation) },
    },
  );
};

