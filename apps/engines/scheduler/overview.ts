import { roundTo } from '@ml/units/money';
import { GIB } from '@ml/units/size';
import type { Bill } from './bill';
import type { Candidate } from './candidates';
import { isDown, leavingShare, type Change } from './changes';
import type { Environment } from './environment';
import { saysNoHours } from './marks';
import type { Removal } from './node-removals';
import type { Timing } from './timing';

/** How one environment stands, and what its sleep sets free. */
export interface EnvironmentOverview {
  readonly environment: string;
  /** Of the hours that most of it has: those without annotations of their own; null when nothing has them. */
  readonly state: string | null;
  readonly why: string | null;
  readonly window: string | null;
  readonly next_transition: string | null;
  readonly workloads: number;
  readonly changes: number;
  /** What pods ask for that go now. */
  readonly freed: { readonly cpu_cores: number; readonly memory_gib: number; readonly nodes_worth: number };
  readonly nodes_removed: number;
}

export interface OverviewInput {
  readonly environments: readonly Environment[];
  readonly changes: readonly Change[];
  readonly removals: readonly Removal[];
  readonly bill: Bill;
}

const MILLI = 1_000;

export const overviewOf = ({ environments, changes, removals, bill }: OverviewInput): readonly EnvironmentOverview[] => {
  const groups = new Map<Environment, Change[]>(environments.map((environment) => [environment, []]));
  for (const change of changes) groups.get(change.candidate.environment)?.push(change);
  return environments.map((environment) => {
    const own = groups.get(environment) ?? [];
    const timing = own.find(({ candidate }) => saysNoHours(candidate.marks))?.candidate.timing;
    return {
      environment: environment.name,
      ...(timing === undefined ? NO_HOURS : hoursOf(timing)),
      workloads: own.length,
      changes: own.filter(({ verdict }) => verdict.direction !== null).length,
      freed: freedBy(own.filter(isDown).map(({ candidate }) => candidate), bill),
      nodes_removed: removals.filter((removal) => removal.environment === environment).length,
    };
  });
};

type HoursNow = Pick<EnvironmentOverview, 'state' | 'why' | 'window' | 'next_transition'>;

const NO_HOURS: HoursNow = { state: null, why: null, window: null, next_transition: null };

const hoursOf = ({ wanted, why, text, nextAt }: Timing): HoursNow => ({ state: wanted, why, window: text, next_transition: nextAt });

const freedBy = (candidates: readonly Candidate[], bill: Bill): EnvironmentOverview['freed'] => {
  let [cpu, memory, nodes] = [0, 0, 0];
  for (const candidate of candidates) {
    const leaving = leavingShare(candidate, bill);
    for (const pod of leaving === 0 ? [] : bill.podsOf(candidate.unit.key)) {
      cpu += pod.cpu * leaving;
      memory += pod.memory * leaving;
      nodes += bill.shareOf(pod) * leaving;
    }
  }
  return { cpu_cores: roundTo(cpu / MILLI, 3), memory_gib: roundTo(memory / GIB, 3), nodes_worth: roundTo(nodes, 2) };
};
