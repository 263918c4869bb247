import type { EngineDecision, Held, Reason } from '@ml/contracts/decision';
import { act, hold, type Frame } from '@ml/engine-kernel/decision';
import type { Decided } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { totalSavings } from '@ml/engine-kernel/savings';
import { surveyed, type Candidate, type Survey } from './candidates';
import { confidenceOf } from './confidence';
import { consolidated } from './consolidate';
import { figuresOf } from './figures';
import { heldNodes } from './held';
import { settledPending } from './pending';
import { obstaclesOf, type Obstacles } from './obstacles';
import { NO_OUTCOME, type Outcome, type Refusal } from './outcome';
import { preconditionsFor } from './preconditions';
import { recommendationsFor } from './recommendations';
import { situationOf, type BinPackingInput, type NoSituation, type Situation } from './situation';
import { stepsFor } from './steps';
import { outsideWindow } from './window-look';

export const decide = (input: BinPackingInput): Decided => {
  const situation = situationOf(input);
  return { decision: 'none' in situation ? nothing(input, situation) : decided(situation), remember: [] };
};

const nothing = (input: BinPackingInput, { none, missing }: NoSituation): EngineDecision => hold(frameOf(input, { missing }), none);

const decided = (situation: Situation): EngineDecision => {
  const survey = surveyed(situation);
  for (const node of survey.targets) situation.board.open(node);
  const pending = settledPending(situation.board);
  const closed = outsideWindow(situation.constraints.windows, situation.input.now);
  const found = closed === null ? consolidated(situation, survey, pending.receivers) : NO_OUTCOME;
  const frame = frameOf(situation.input, {
    confidence: confidenceOf(situation),
    warnings: [...situation.warnings, ...pending.warnings],
    missing: situation.missing,
    extra: { ...figuresOf(situation, survey, found) },
  });
  const held = [...situation.held, ...staying(situation, survey, { found, closed })];
  return found.drains.length === 0 ? hold(frame, [whyNothing(situation, closed), ...held]) : plan(situation, survey, { found, frame, held });
};

interface Seen {
  readonly found: Outcome;
  readonly closed: Reason | null;
}

const staying = (situation: Situation, { candidates }: Survey, { found, closed }: Seen): readonly Held[] => {
  const gone = new Set(found.drains.map(({ node }) => node));
  const refusal = ({ index, hold: own }: Candidate): Refusal => own ?? closed ?? found.refused.get(index) ?? NOT_TRIED;
  let left = MOST_EXPLAINED;
  const explained = ({ stuck }: Refusal): Obstacles | null => {
    if (stuck === undefined || left === 0) return null;
    left -= 1;
    return obstaclesOf(situation, stuck);
  };
  const entries = candidates.filter(({ index }) => !gone.has(index)).map((candidate) => ({ name: candidate.name, reason: refusal(candidate) }));
  return heldNodes(
    entries.map(({ name, reason }) => ({ name, reason, details: () => explained(reason) })),
    situation.config.shown_one_by_one,
  );
};

/** Each looks at every node. */
const MOST_EXPLAINED = 20;

const NOT_TRIED: Refusal = { code: 'NOT_TRIED', text: 'was not tried' };

const whyNothing = ({ input, prices, region }: Situation, closed: Reason | null): Held => {
  const target = { kind: 'Cluster', name: input.request.cluster_id };
  if (closed !== null) return { target, ...closed };
  if (prices === undefined) return { target: { kind: 'Region', name: region ?? 'unknown' }, code: 'NO_PRICE_DATA', text: `there are no prices for ${region ?? 'a region that nobody names'}, so no saving can be told` };
  return { target, code: 'NOTHING_TO_CONSOLIDATE', text: 'no node can go; each is listed with its reason' };
};

interface Plan {
  readonly found: Outcome;
  readonly frame: Frame;
  readonly held: readonly Held[];
}

const plan = (situation: Situation, survey: Survey, { found, frame, held }: Plan): EngineDecision => {
  const recommendations = recommendationsFor(situation, survey, found);
  return act(frame, {
    recommendations,
    held,
    savings: totalSavings(recommendations.map(({ estimated_monthly_savings: saving }) => saving)),
    plan: stepsFor(situation, found),
    preconditions: preconditionsFor(situation, found),
  });
};
