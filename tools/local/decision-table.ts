import Table from 'cli-table3';
import pc from 'picocolors';
import type { DecisionAnswer, FactSource, Recommendation } from '@ml/contracts/decision';
import { planLines, TABLE_STYLE } from './plan-table';
import { enumerated, wrapped } from './wrapped';

const usd = (amount: number): string => `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const decimals = (value: unknown, digits: number): string => (typeof value === 'number' ? value.toFixed(digits) : '');

interface Column {
  readonly head: string;
  readonly cell: (recommendation: Recommendation) => string;
}

/** A column in which every row would be empty is left out. */
const COLUMNS: readonly Column[] = [
  { head: 'what', cell: ({ target, details }) => text(details['instance_type']) || target.name },
  { head: 'zone', cell: ({ details }) => text(details['availability_zone']) },
  { head: 'safety', cell: ({ details }) => decimals(details['safety_score'], 2) },
  { head: 'spot $/h', cell: ({ details }) => decimals(details['spot_price'], 4) },
  { head: 'on demand $/h', cell: ({ details }) => decimals(details['on_demand_price'], 4) },
  { head: 'saves a month', cell: ({ estimated_monthly_savings: monthly }) => usd(monthly) },
  { head: 'risk', cell: ({ risk }) => risk },
];

const recommended = (title: string, rows: readonly Recommendation[]): readonly string[] => {
  const columns = COLUMNS.filter(({ cell }) => rows.some((row) => cell(row) !== ''));
  const table = new Table({ head: columns.map(({ head }) => head), style: TABLE_STYLE });
  for (const row of rows) table.push(columns.map(({ cell }) => cell(row)));
  return ['', title, table.toString()];
};

const SOURCES: Readonly<Record<FactSource, string>> = {
  aws: 'AWS',
  emulator: 'the emulator (invented prices)',
  file: 'imported files',
  catalogue: 'the built-in catalogue',
};

const toTheMinute = (at: string | null): string => (at === null ? 'none' : `${at.slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ')}Z`);

/** Where the facts came from and how old they are: a decision is as good as its prices. */
const sourceLines = ({ evidence }: DecisionAnswer): readonly string[] => {
  const dates: readonly (readonly [string, string | null])[] = [
    ['spot prices', evidence.prices_as_of],
    ['advisor', evidence.advisor_as_of],
    ['on demand', evidence.on_demand_as_of],
    ['catalogue', evidence.catalogue_as_of],
  ];
  return wrapped(
    `facts of ${evidence.source === null ? 'nobody' : SOURCES[evidence.source]}:`,
    enumerated(dates.map(([name, at]) => `${name} ${toTheMinute(at)}`)),
  );
};

const heldLines = ({ held }: DecisionAnswer): readonly string[] => {
  const codes = new Map<string, number>();
  for (const { code } of held) codes.set(code, (codes.get(code) ?? 0) + 1);
  return codes.size === 0 ? [] : wrapped('held back:', enumerated([...codes].map(([code, count]) => `${code} (${count})`)));
};

const MOST_REASONS = 3;

/** Why nothing is to be done, in the engine's own words: it names the gravest first. */
const whyNot = ({ verdict, held }: DecisionAnswer): readonly string[] => {
  const [first] = held;
  const because = verdict === 'act' ? [] : held.filter(({ code }) => code === first?.code);
  return because.slice(0, MOST_REASONS).flatMap((reason) => wrapped('  because', reason.text.split(' ')));
};

const heading = ({ engine, verdict, cluster_id: cluster, confidence_score: confidence }: DecisionAnswer): string =>
  `${pc.bold(`${engine.name} ${engine.version}`)} for ${cluster}: ${pc.bold(verdict)}, confidence ${confidence.toFixed(2)}`;

const savings = ({ verdict, estimated_savings: monthly, estimated_annual_savings: annual }: DecisionAnswer): readonly string[] =>
  verdict === 'act' ? [`saves ${pc.bold(usd(monthly))} a month, ${usd(annual)} a year`] : [];

/** One decision as lines for a terminal. */
export const decisionTable = (answer: DecisionAnswer): string => {
  const actions = [...new Set(answer.recommendations.map(({ action }) => action))];
  const plan = planLines(answer);
  // Beside a plan, recommendations are alternatives; without one each is a thing to do.
  const title = plan.length > 0 ? 'Best pools, safest first, figures for one node of each' : 'Recommended';
  const tables = actions.flatMap((action) => recommended(`${title}: ${action}`, answer.recommendations.filter((one) => one.action === action)));
  const warnings = answer.warnings.flatMap(({ text: said }) => wrapped('warning:', said.split(' '))).map((line) => pc.yellow(line));
  const small = ['', ...heldLines(answer), ...sourceLines(answer)].map((line) => pc.dim(line));
  return [heading(answer), ...savings(answer), ...whyNot(answer), ...warnings, ...plan, ...tables, ...small].join('\n');
};
