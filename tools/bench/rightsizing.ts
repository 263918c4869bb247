import { bitbrainsTraces, STEP_SECONDS, type VmTrace } from './bitbrains';
import type { Figure } from './figure';
import { krrRule, ourRule, vpaRule, type SizingRule } from './sizing-rules';

const DAY_STEPS = 86_400 / STEP_SECONDS;

/** Days of a month: those that requests are made from, and those that they are judged on. */
interface Split {
  readonly fitted: number;
  readonly until: number;
}

const THREE_WEEKS: Split = { fitted: 21, until: 31 };
const TWO_WEEKS: Split = { fitted: 14, until: 21 };

const GIB = 1024 ** 3;
/** m5 on demand in us-east-1: 0.096 USD for 2 cores and 8 GiB, a core for 10 GiB. */
const USD_CORE_HOUR = 0.0343;
const USD_GIB_HOUR = 0.00343;
const HOURS_A_MONTH = 730;

interface Score {
  /** Mean of what is asked for and not used, over all machines together. */
  readonly idleCores: number;
  readonly idleGib: number;
  /** Share of samples above the request, in percent. */
  readonly cpuViolations: number;
  readonly memoryViolations: number;
  /** Machines that went above their request for memory once or more: on a limit of that size they are killed. */
  readonly killed: number;
  readonly machines: number;
}

/** Requests made from some weeks of real machines, judged on those after. */
export const rightsizing = (): Promise<readonly Figure[]> => {
  const traces = bitbrainsTraces();
  if (traces === undefined) {
    process.stderr.write('rightsizing: skipped, there is no ../shared/data\n');
    return Promise.resolve([]);
  }
  const all = figuresOf('three weeks', Object.entries(RULES), { traces, split: THREE_WEEKS });
  // What was chosen by looking at one part of the month is judged by another, too.
  const again = figuresOf('two weeks, the next judged', Object.entries(RULES).slice(0, CONTENDERS), { traces, split: TWO_WEEKS });
  return Promise.resolve([...all, ...again]);
};

interface Run {
  readonly traces: readonly VmTrace[];
  readonly split: Split;
}

const figuresOf = (seen: string, rules: readonly (readonly [string, SizingRule])[], run: Run): readonly Figure[] => {
  const named = rules.map(([name, rule]) => ({ name, score: scoreOf(rule, run) }));
  const [ours] = named;
  const others = named.filter(({ name }) => name.startsWith('KRR') || name.startsWith('VPA'));
  const dominating = ours === undefined ? [] : others.flatMap(({ name, score }) => dominatedIn(ours.score, score).map((what) => `${name}: ${what}`));
  return [
    ...named.map(({ name, score }) => figureOf(`${name} (from ${seen})`, score)),
    { name: `KRR or VPA better than ours in cost and violations alike (from ${seen})`, value: dominating.length, unit: 'times', bar: { at: 'most', value: 0 }, note: dominating.length === 0 ? 'CPU and memory each' : dominating.join('; ') },
  ];
};

/** Those that are judged twice stand first. */
const CONTENDERS = 5;

const RULES: Readonly<Record<string, SizingRule>> = {
  'ours: CPU P95, memory peak + 15%, 8 days': ourRule(),
  'KRR: CPU P95, memory max + 15%, 14 days': krrRule,
  'VPA: P90 + 15%, decaying': vpaRule,
  'ours with cpu_margin_pct 5, memory_margin_pct 25': ourRule({ cpu_margin_pct: 5, memory_margin_pct: 25 }),
  'ours over 14 days': ourRule({ lookback_days: 14 }),
  'ours at P90 + 15%, memory + 0%': ourRule({ percentile: 90, cpu_margin_pct: 15, memory_margin_pct: 0 }),
  'ours at P95 + 15%, memory + 30%': ourRule({ cpu_margin_pct: 15, memory_margin_pct: 30 }),
  'ours at P99': ourRule({ percentile: 99 }),
};

const scoreOf = (rule: SizingRule, { traces, split }: Run): Score => {
  // One that was gone by then has nothing to be judged by.
  const there = traces.filter(({ cpuCores }) => cpuCores.slice(split.fitted * DAY_STEPS).some((sample) => sample !== null));
  const cpu = there.map(({ cpuCores }) => judged(cpuCores, rule.cpu, split));
  const memory = there.map(({ memoryBytes }) => judged(memoryBytes, rule.memory, split));
  return {
    idleCores: sum(cpu.map(({ idle }) => idle)),
    idleGib: sum(memory.map(({ idle }) => idle)) / GIB,
    cpuViolations: percentOf(cpu),
    memoryViolations: percentOf(memory),
    killed: memory.filter(({ above }) => above > 0).length,
    machines: there.length,
  };
};

interface Judged {
  readonly idle: number;
  readonly above: number;
  readonly samples: number;
}

const judged = (series: VmTrace['cpuCores'], rule: (seen: VmTrace['cpuCores']) => number, { fitted, until }: Split): Judged => {
  const request = rule(series.slice(0, fitted * DAY_STEPS));
  const later = series.slice(fitted * DAY_STEPS, until * DAY_STEPS).filter((sample) => sample !== null);
  return { idle: request - sum(later) / Math.max(1, later.length), above: later.filter((sample) => sample > request).length, samples: later.length };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const percentOf = (all: readonly Judged[]): number => (100 * sum(all.map(({ above }) => above))) / sum(all.map(({ samples }) => samples));
const dollars = ({ idleCores, idleGib }: Score): number => HOURS_A_MONTH * (idleCores * USD_CORE_HOUR + idleGib * USD_GIB_HOUR);

/** Where the other rule is better in nothing that ours is better in: less idle, no more samples above, no more machines killed. */
const dominatedIn = (own: Score, other: Score): readonly string[] => {
  const dominated = (...measures: readonly ((score: Score) => number)[]): boolean =>
    measures.every((of) => of(other) <= of(own) * (1 + ALIKE)) && measures.some((of) => of(other) < of(own) * (1 - ALIKE));
  return [
    ...(dominated(({ idleCores }) => idleCores, ({ cpuViolations }) => cpuViolations) ? ['CPU'] : []),
    ...(dominated(({ idleGib }) => idleGib, ({ memoryViolations }) => memoryViolations, ({ killed }) => killed) ? ['memory'] : []),
  ];
};

/** Rounding to millicores and MiB is no difference. */
const ALIKE = 0.005;

const figureOf = (name: string, score: Score): Figure => ({
  name,
  value: dollars(score),
  unit: 'USD a month idle',
  note: `CPU: ${score.idleCores.toFixed(2)} cores idle, ${score.cpuViolations.toFixed(2)}% of samples above; memory: ${score.idleGib.toFixed(2)} GiB idle, ${score.memoryViolations.toFixed(3)}% above, ${score.killed} of ${score.machines} machines at least once`,
});
