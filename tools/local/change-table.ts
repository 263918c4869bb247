import Table from 'cli-table3';
import pc from 'picocolors';
import type { DecisionAnswer, PlanStep, Recommendation } from '@ml/contracts/decision';
import { TABLE_STYLE } from './plan-table';
import { usdText } from './usd-text';
import { enumerated, wrapped } from './wrapped';

const MOST_ROWS = 8;
const LONGEST_NAME = 44;
/** Enough of a digest to tell two images apart. */
const DIGEST = /@sha256:([0-9a-f]{8})[0-9a-f]+$/;

const shortName = (name: string): string => {
  const short = name.replace(DIGEST, '@$1');
  return short.length <= LONGEST_NAME ? short : `…${short.slice(1 - LONGEST_NAME)}`;
};

const rowOf = ({ id, action, target, estimated_monthly_savings: monthly, risk }: Recommendation): readonly string[] => [
  id,
  action,
  shortName(target.namespace === undefined ? target.name : `${target.namespace}/${target.name}`),
  usdText(monthly),
  risk,
];

/** What is to be done, each with its first reason; a reason that counts for several is said once. */
export const changeLines = ({ recommendations }: DecisionAnswer): readonly string[] => {
  if (recommendations.length === 0) return [];
  const shown = recommendations.slice(0, MOST_ROWS);
  const table = new Table({ head: ['', 'do', 'with', 'saves a month', 'risk'], style: TABLE_STYLE });
  for (const one of shown) table.push([...rowOf(one)]);
  const rest = recommendations.length - shown.length;
  const byReason = Map.groupBy(shown, ({ reasons }) => reasons[0]?.text ?? '');
  const why = [...byReason].flatMap(([reason, those]) => wrapped(`${those.map(({ id }) => id).join(', ')}:`, reason.split(' ')));
  return ['', table.toString(), ...(rest > 0 ? [`and ${rest} more`] : []), ...why.map((line) => pc.dim(line))];
};

const counted = (steps: readonly PlanStep[]): string => {
  const [first] = steps;
  const approval = steps.some(({ requires_approval: needed }) => needed) ? ' (needs approval)' : '';
  return `${steps.length > 1 ? `${steps.length} x ` : ''}${first?.action ?? ''}${approval}`;
};

/** The steps by what they do, in the order in which each is first done. */
export const stepLines = ({ execution_plan: steps }: DecisionAnswer): readonly string[] =>
  steps.length === 0 ? [] : wrapped('steps:', enumerated([...Map.groupBy(steps, ({ action }) => action).values()].map(counted)));
