import type { Held, Reason } from '@ml/contracts/decision';
import type { Labels } from '@ml/state/kubernetes/label-selector';
import { optedOut, type OptOut } from '@ml/state/opt-out';
import type { EpochMs } from '@ml/units/brand';
import type { Wanted } from './ask';
import { downToOf } from './down-to';
import { isFaulty, type Environment, type Hours } from './environment';
import { leverOf, type Lever } from './lever';
import { marksOf, type Marks } from './marks';
import { selectorFor } from './selection';
import type { SchedulerState } from './state';
import { scheduleOf, timingOf, type Timing } from './timing';
import type { Unit } from './unit';

/** A unit whose hours are known and which may be changed. */
export interface Candidate {
  readonly unit: Unit;
  readonly environment: Environment;
  readonly hours: Hours;
  readonly marks: Marks;
  readonly timing: Timing;
  readonly lever: Lever;
  /** What the lever is turned to when it sleeps. */
  readonly downTo: number;
}

export interface Refused {
  readonly unit: Unit;
  readonly reason: Reason;
}

export interface Survey {
  readonly candidates: readonly Candidate[];
  readonly refused: readonly Refused[];
  /** Units that no environment selects. */
  readonly others: number;
}

export interface SurveyInput {
  readonly state: SchedulerState;
  readonly units: readonly Unit[];
  readonly environments: readonly Environment[];
  readonly wanted: Wanted;
  readonly now: EpochMs;
  readonly days: number;
}

export const survey = (input: SurveyInput): Survey => {
  const namespaces = new Map(input.state.namespaces.map((namespace) => [namespace.name, namespace]));
  const select = selectorFor(input.environments, namespaces);
  const timing = timings(input);
  const candidates: Candidate[] = [];
  const refused: Refused[] = [];
  let others = 0;
  for (const unit of input.units) {
    const selected = select(unit);
    if (selected === null) {
      others += 1;
      continue;
    }
    const namespace = namespaces.get(unit.target.namespace);
    const found = 'reason' in selected ? selected.reason : (handsOff(unit, namespace?.optOut ?? null, input) ?? candidateOf(unit, selected.environment, timing(selected.environment, unit, namespace?.downscaler ?? {})));
    if ('unit' in found) candidates.push(found);
    else refused.push({ unit, reason: found });
  }
  return { candidates, refused, others };
};

const handsOff = ({ key, target, optOuts, deleting, operator }: Unit, ofNamespace: OptOut | null, { wanted, now }: SurveyInput): Reason | null => {
  const named = namedIn(wanted.excluded, key, target);
  if (named !== undefined) return { code: 'EXCLUDED', text: `constraints.excluded names ${named}` };
  const optOut = optOuts.find((found) => optedOut(found, now)) ?? (optedOut(ofNamespace, now) ? ofNamespace : null);
  if (optOut !== null) return { code: 'OPTED_OUT', text: `${optOut.key} says hands off${optOut.until === null ? '' : ` until ${new Date(optOut.until).toISOString()}`}` };
  if (deleting) return { code: 'DELETING', text: 'it is being deleted' };
  return operator === null ? null : { code: 'OPERATOR_MANAGED', text: `${operator.kind} ${operator.name} owns it and would write its own number back` };
};

const namedIn = (excluded: ReadonlySet<string>, key: string, { namespace, name }: Unit['target']): string | undefined =>
  excluded.size === 0 ? undefined : [name, `${namespace}/${name}`, key, namespace].find((id) => excluded.has(id));

interface Timed {
  readonly hours: Hours;
  readonly marks: Marks;
  readonly timing: Timing;
}

const candidateOf = (unit: Unit, environment: Environment, timed: Timed | Reason): Candidate | Reason => {
  if ('code' in timed) return timed;
  const lever = leverOf(unit);
  if ('code' in lever) return lever;
  const downTo = downToOf({ unit, lever, ...timed });
  return typeof downTo === 'number' ? { unit, environment, ...timed, lever, downTo } : downTo;
};

/** Most workloads of an environment have its hours: each schedule is worked out once. */
const timings = ({ environments, now, days }: SurveyInput): ((environment: Environment, unit: Unit, ofNamespace: Labels) => Timed | Reason) => {
  const indexes = new Map(environments.map((environment, index) => [environment, index]));
  const known = new Map<string, Timed | Reason>();
  return (environment, unit, ofNamespace) => {
    const key = `${indexes.get(environment) ?? -1} ${marksKey([...unit.marks, ofNamespace])}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = timedOf(environment, { ofUnit: unit.marks, ofNamespace }, { key, now, days });
    known.set(key, made);
    return made;
  };
};

/** The number that was noted is each workload's own and says nothing about hours. */
const marksKey = (levels: readonly Labels[]): string =>
  levels.every((labels) => Object.keys(labels).length === 0) ? '' : JSON.stringify(levels.map((labels) => ({ ...labels, 'downscaler/original-replicas': undefined })));

interface Said {
  readonly ofUnit: readonly Labels[];
  readonly ofNamespace: Labels;
}

const timedOf = ({ hours }: Environment, { ofUnit, ofNamespace }: Said, look: { readonly key: string; readonly now: number; readonly days: number }): Timed | Reason => {
  if (isFaulty(hours)) return reasonOf(hours);
  const marks = marksOf(ofUnit, ofNamespace, hours.zone);
  if ('code' in marks) return marks;
  const schedule = scheduleOf(hours, marks);
  if (schedule === null) return { code: 'NO_SCHEDULE', text: 'neither the environment nor an annotation says when it is up' };
  return { hours, marks, timing: timingOf({ ...look, schedule, text: marks.text ?? hours.text }) };
};

const reasonOf = ({ code, text }: Held): Reason => ({ code, text });
