import type { EngineDecision, Recommendation } from '@ml/contracts/decision';
import type { EngineType } from '@ml/contracts/engine-types';
import { MONTHS_PER_YEAR } from '@ml/units/money';
import { planFaults } from './plan-faults';

/** Recommendations of these are alternatives: they are not added up. This list only shrinks. */
const ALTERNATIVES: readonly EngineType[] = ['spot_optimizer'];

const CODE = /^[A-Z][A-Z0-9_]+$/;
/** What a formula leaves in a sentence when it has computed nothing. */
const HOLLOW = /undefined|NaN|\[object/;

/** What is wrong with the decision of an engine beyond the types of its fields; nothing when it may be shown. `now` is milliseconds since the epoch. */
export const decisionFaults = (type: EngineType, decision: EngineDecision, now: number): readonly string[] => {
  const alternatives = ALTERNATIVES.includes(type);
  return [
    ...verdictFaults(decision),
    ...wordFaults(decision),
    ...savingsFaults(decision, alternatives),
    ...targetFaults(decision.recommendations, alternatives),
    ...planFaults(decision.execution_plan),
    ...frameFaults(decision, now),
  ];
};

const when = (wrong: boolean, fault: string): readonly string[] => (wrong ? [fault] : []);

const verdictFaults = ({ verdict, recommendations, held, execution_plan: plan, estimated_savings: savings }: EngineDecision): readonly string[] => {
  if (verdict === 'act') return when(recommendations.length === 0, 'verdict is act, and nothing is recommended');
  return [
    ...when(held.length === 0, `verdict is ${verdict}, and nothing in held says why`),
    ...when(plan.length > 0, `verdict is ${verdict}, and execution_plan has steps`),
    ...when(savings !== 0, `verdict is ${verdict}, and estimated_savings is ${savings}`),
  ];
};

const wordFaults = ({ held, warnings, recommendations }: EngineDecision): readonly string[] => [
  ...[...held, ...warnings, ...recommendations.flatMap(({ reasons }) => reasons)].flatMap(({ code, text }) => [
    ...when(!CODE.test(code), `${JSON.stringify(code)} is no code in capitals, as PRICE_UNKNOWN`),
    ...when(text.trim() === '' || HOLLOW.test(text), `the sentence of ${code} says nothing: ${JSON.stringify(text.slice(0, 80))}`),
  ]),
  ...recommendations.flatMap(({ id, reasons }) => when(reasons.length === 0, `recommendation ${id} gives no reason`)),
];

const cents = (usd: number): number => Math.round(usd * 100);

const savingsFaults = (decision: EngineDecision, alternatives: boolean): readonly string[] => {
  const { estimated_savings: total, estimated_annual_savings: annual, recommendations } = decision;
  const parts = recommendations.map(({ estimated_monthly_savings: part }) => part);
  const sum = parts.reduce((all, part) => all + cents(part), 0);
  return [
    ...when(Math.min(0, total, ...parts) < 0, 'savings are negative'),
    ...when(
      parts.some((part) => cents(part) / 100 !== part),
      'savings are not rounded to cents',
    ),
    ...when(cents(annual) !== cents(total * MONTHS_PER_YEAR), `estimated_annual_savings is ${annual}, and twelve months of ${total} are another sum`),
    ...when(!alternatives && cents(total) !== sum, `estimated_savings is ${total}, and the recommendations add up to ${sum / 100}`),
  ];
};

/** Nothing is gained twice by one object. */
const targetFaults = (recommendations: readonly Recommendation[], alternatives: boolean): readonly string[] => {
  const misnamed = recommendations.some(({ id }, index) => id !== `r${index + 1}`);
  const gaining = recommendations
    .filter(({ estimated_monthly_savings: saving }) => !alternatives && saving > 0)
    .map(({ target, details }) => JSON.stringify([target, details['container'] ?? null, details['resource'] ?? null]));
  const twice = gaining.find((target, index) => gaining.indexOf(target) !== index);
  return [...when(misnamed, 'recommendations are not numbered r1, r2, ...'), ...when(twice !== undefined, `savings of the same object are counted twice: ${String(twice)}`)];
};

const frameFaults = ({ confidence_score: confidence, valid_until: until }: EngineDecision, now: number): readonly string[] => [
  ...when(!(confidence >= 0 && confidence <= 1), `confidence_score is ${confidence}, not between 0 and 1`),
  ...when(!(Date.parse(until) >= now), `valid_until is ${until}, which is over`),
];
