import type { Reason, Target } from '@ml/contracts/decision';
import type { Unit } from './unit';

export const LEVER_KINDS = ['replicas', 'min_replicas', 'paused', 'suspend'] as const;
export type LeverKind = (typeof LEVER_KINDS)[number];

/** What is turned to have a unit sleep and wake. */
export interface Lever {
  readonly kind: LeverKind;
  readonly object: Target;
  readonly field: string;
  /** Replicas, or the fewest that the autoscaler keeps; of a CronJob 1 while it runs. */
  readonly current: number;
  /** The fewest that it can be turned to. */
  readonly least: number;
  /** Whether nothing of it runs by this lever, so that in uptime somebody must know what ran before. */
  readonly asleep: boolean;
  /** What kube-downscaler noted as the number before. */
  readonly noted: number | null;
}

const NOTED = 'downscaler/original-replicas';

/** A reason when there is nothing to turn. */
export const leverOf = (unit: Unit): Lever | Reason => {
  if (unit.cronJob !== null) return suspension(unit);
  const [scaled, ...otherScaled] = unit.scaledObjects;
  const [scaler, ...otherScalers] = unit.autoscalers;
  if (otherScaled.length + otherScalers.length > 0 || (scaled !== undefined && scaler !== undefined)) {
    return { code: 'AMBIGUOUS_SCALER', text: 'more than one autoscaler claims it, so nobody can say which number counts' };
  }
  if (scaled !== undefined) return pause(unit, scaled);
  // An autoscaler lets go of a workload with 0 replicas: then only the workload itself can be turned.
  return scaler === undefined || unit.replicas === 0 ? ownReplicas(unit) : fewest(unit, scaler);
};

const suspension = ({ target, marks, cronJob }: Unit): Lever => {
  const suspended = cronJob?.suspended === true;
  return { kind: 'suspend', object: target, field: 'spec.suspend', current: suspended ? 0 : 1, least: 0, asleep: suspended, noted: marks[0]?.[NOTED] === undefined ? null : 1 };
};

const ownReplicas = ({ target, marks, replicas }: Unit): Lever => ({
  kind: 'replicas',
  object: target,
  field: 'spec.replicas',
  current: replicas ?? 1,
  least: 0,
  asleep: replicas === 0,
  noted: notedIn(marks[0]),
});

/** A HorizontalPodAutoscaler keeps at least one. */
const fewest = ({ target }: Unit, { name, minReplicas, downscaler }: Unit['autoscalers'][number]): Lever => ({
  kind: 'min_replicas',
  object: { kind: 'HorizontalPodAutoscaler', namespace: target.namespace, name },
  field: 'spec.minReplicas',
  current: minReplicas ?? 1,
  least: 1,
  asleep: false,
  noted: notedIn(downscaler),
});

const pause = ({ target, replicas, marks }: Unit, { name, paused, pausedReplicas, downscaler }: Unit['scaledObjects'][number]): Lever | Reason => {
  if (paused && pausedReplicas === null) return { code: 'PAUSED_BY_HAND', text: `ScaledObject ${name} is paused where it is: whoever paused it knows when it goes on` };
  return {
    kind: 'paused',
    object: { kind: 'ScaledObject', namespace: target.namespace, name },
    field: 'metadata.annotations["autoscaling.keda.sh/paused-replicas"]',
    current: pausedReplicas ?? replicas ?? 1,
    least: 0,
    asleep: paused,
    noted: notedIn(downscaler) ?? notedIn(marks[0]),
  };
};

const notedIn = (marks: Readonly<Record<string, string>> | undefined): number | null => {
  const text = marks?.[NOTED];
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : null;
};
