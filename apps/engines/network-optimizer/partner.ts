import { compareText } from '@ml/units/compare-text';
import type { Drawn } from './manifests';
import type { Flow, Model } from './model';
import type { Pair } from './pairs';
import type { Situation } from './situation';
import { onlyZoneOf, type Workload } from './workloads';

type Partner = Pick<Drawn, 'partner' | 'partnerSaysZone'>;

interface Candidate {
  readonly workload: Workload;
  readonly gb: number;
  /** It stands in this zone alone, and stays. */
  readonly saysZone: boolean;
}

/** Whom a workload talks most with in the zone that it is drawn into: best somebody who stands nowhere else and stays. */
export const partnerIn = (variable: number, zone: string, situation: Situation): Partner => {
  const found = new Map<string, Candidate>();
  for (const number of situation.model.touching[variable] ?? []) {
    const candidate = candidateIn(zone, otherEnd(variable, situation.model.flows[number], situation.pairs), situation);
    if (candidate === null) continue;
    const { key } = candidate.workload;
    found.set(key, { ...candidate, gb: candidate.gb + (found.get(key)?.gb ?? 0) });
  }
  const [best] = [...found.values()].sort(inOrder);
  return best === undefined ? { partner: null, partnerSaysZone: false } : { partner: best.workload, partnerSaysZone: best.saysZone };
};

const inOrder = (one: Candidate, other: Candidate): number => Number(other.saysZone) - Number(one.saysZone) || other.gb - one.gb || compareText(one.workload.key, other.workload.key);

const candidateIn = (zone: string, other: OtherEnd | null, { model, standing }: Situation): Candidate | null => {
  if (other === null) return null;
  const { workload, variable, gb } = other;
  const choice = standing.choices[variable] ?? 0;
  return standsIn(zone, other, { model, choice }) ? { workload, gb, saysZone: choice === 0 && onlyZoneOf(workload) === zone } : null;
};

interface OtherEnd {
  readonly workload: Workload;
  /** -1 when it cannot be moved. */
  readonly variable: number;
  readonly gb: number;
}

/** Without a selector nobody can be stood beside. */
const otherEnd = (variable: number, flow: Flow | undefined, pairs: readonly Pair[]): OtherEnd | null => {
  const pair = flow === undefined ? undefined : pairs[flow.pair];
  if (flow === undefined || pair === undefined || flow.fromVariable === flow.toVariable) return null;
  const outward = flow.fromVariable === variable;
  const workload = outward ? pair.destination : pair.source;
  if (workload === undefined || !hasSelector(workload)) return null;
  return { workload, variable: outward ? flow.toVariable : flow.fromVariable, gb: flow.gbPerDay };
};

const hasSelector = ({ controller }: Workload): boolean => controller !== undefined && controller.selector !== null;

interface Chosen {
  readonly model: Model;
  readonly choice: number;
}

const standsIn = (zone: string, { workload, variable }: OtherEnd, { model, choice }: Chosen): boolean => {
  const found = model.variables[variable];
  return found?.kind === 'zone' ? found.zones[choice] === zone : workload.zones.has(zone);
};
