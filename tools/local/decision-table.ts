import pc from 'picocolors';
import type { DecisionAnswer, FactSource } from '@ml/contracts/decision';
import { changeLines, stepLines } from './change-table';
import { planLines } from './plan-table';
import { poolLines } from './pool-table';
import { usdText } from './usd-text';
import { enumerated, wrapped } from './wrapped';

const SOURCES: Readonly<Record<FactSource, string>> = {
  aws: 'AWS',
  emulator: 'the emulator (invented prices)',
  file: 'imported files',
  catalogue: 'the built-in catalogue',
};

const toTheMinute = (at: string | null): string => (at === null ? 'none' : `${at.slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ')}Z`);

/** Where the facts came from and how old they are: a decision is as good as its prices. */
export const sourceLines = ({ evidence }: DecisionAnswer): readonly string[] => {
  if (evidence.source === null) return [];
  const dates: readonly (readonly [string, string | null])[] = [
    ['spot prices', evidence.prices_as_of],
    ['advisor', evidence.advisor_as_of],
    ['on demand', evidence.on_demand_as_of],
    ['catalogue', evidence.catalogue_as_of],
  ];
  return wrapped(
    `facts of ${SOURCES[evidence.source]}:`,
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
  verdict === 'act' && monthly > 0 ? [`saves ${pc.bold(usdText(monthly))} a month, ${usdText(annual)} a year`] : [];

const missingLines = ({ missing }: DecisionAnswer): readonly string[] => (missing.length === 0 ? [] : wrapped('not sent:', enumerated(missing)));

const POOL = 'Pool';

/** One decision as lines for a terminal; without the age of its facts where the reader knows it already. */
export const decisionTable = (answer: DecisionAnswer, sources = true): string => {
  const plan = planLines(answer);
  const pools = answer.recommendations.some(({ target }) => target.kind === POOL);
  const tables = pools ? poolLines(answer, plan.length > 0) : [...changeLines(answer), ...stepLines(answer)];
  const warnings = answer.warnings.flatMap(({ text: said }) => wrapped('warning:', said.split(' '))).map((line) => pc.yellow(line));
  const small = [...heldLines(answer), ...missingLines(answer), ...(sources ? sourceLines(answer) : [])].map((line) => pc.dim(line));
  return [heading(answer), ...savings(answer), ...whyNot(answer), ...warnings, ...plan, ...tables, ...(small.length > 0 ? ['', ...small] : [])].join('\n');
};
