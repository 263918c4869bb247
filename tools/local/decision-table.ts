import Table from 'cli-table3';
import pc from 'picocolors';
import type { DecisionAnswer, Recommendation } from '@ml/contracts/decision';

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '-');

const score = (value: unknown): string => (typeof value === 'number' ? value.toFixed(2) : '-');

const usd = (amount: number): string => `$${amount.toFixed(2)}`;

const price = (value: unknown): string => (typeof value === 'number' ? `$${value.toFixed(4)}/h` : '-');

const row = ({ action, target, details, estimated_monthly_savings: savings, risk }: Recommendation): string[] => [
  action,
  typeof details['instance_type'] === 'string' ? `${details['instance_type']} in ${text(details['availability_zone'])}` : target.name,
  score(details['safety_score']),
  price(details['spot_price']),
  price(details['on_demand_price']),
  usd(savings),
  risk,
];

const HEAD = ['do', 'with', 'safety', 'spot', 'on demand', 'saves a month', 'risk'];
/** Plain lines read well in a log file, too. */
const STYLE = { head: [], border: [], compact: true };

/** Where the facts came from and how old they are: a decision is as good as its prices. */
export const sourceLine = ({ evidence }: DecisionAnswer): string => {
  const dates: readonly (readonly [string, string | null])[] = [
    ['spot prices', evidence.prices_as_of],
    ['advisor', evidence.advisor_as_of],
    ['on demand', evidence.on_demand_as_of],
    ['catalogue', evidence.catalogue_as_of],
  ];
  const known = dates.map(([name, at]) => `${name} ${at ?? 'none'}`);
  return `facts from ${evidence.source ?? 'nowhere'}: ${known.join(', ')}`;
};

const reasons = (answer: DecisionAnswer): readonly string[] => {
  const codes = new Map<string, number>();
  for (const { code } of answer.held) codes.set(code, (codes.get(code) ?? 0) + 1);
  return [...codes].map(([code, count]) => `${code} (${count})`);
};

const heading = ({ engine, verdict, cluster_id: cluster, confidence_score: confidence, estimated_savings: savings, estimated_annual_savings: annual }: DecisionAnswer): string =>
  `${pc.bold(`${engine.name} ${engine.version}`)} for ${cluster}: ${pc.bold(verdict)}, confidence ${confidence.toFixed(2)}, saves ${usd(savings)} a month (${usd(annual)} a year)`;

/** One decision as lines for a terminal. */
export const decisionTable = (answer: DecisionAnswer): string => {
  const lines = [heading(answer)];
  if (answer.recommendations.length > 0) {
    const table = new Table({ head: HEAD, style: STYLE });
    for (const recommendation of answer.recommendations) table.push(row(recommendation));
    lines.push(table.toString());
  }
  const held = reasons(answer);
  if (held.length > 0) lines.push(pc.dim(`held back: ${held.join(', ')}`));
  lines.push(pc.dim(sourceLine(answer)));
  return lines.join('\n');
};
