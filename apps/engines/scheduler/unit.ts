import type { Target } from '@ml/contracts/decision';
import type { CronJobState } from '@ml/state/kubernetes/cron-job';
import type { GitOps } from '@ml/state/kubernetes/git-ops';
import type { HorizontalPodAutoscalerState } from '@ml/state/kubernetes/horizontal-pod-autoscaler';
import type { Labels } from '@ml/state/kubernetes/label-selector';
import type { Owner } from '@ml/state/kubernetes/owner';
import type { ScaledObjectState } from '@ml/state/kubernetes/scaled-object';
import type { OptOut } from '@ml/state/opt-out';
import type { EpochMs } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import type { SchedulerState, SchedulerWorkload } from './state';

/** Something that has hours: a workload with whatever scales it. */
export interface Unit {
  /** `Deployment/shop/api` */
  readonly key: string;
  readonly target: Target & { readonly namespace: string };
  readonly labels: Labels;
  /** Annotations about hours, of the workload and of its scaler. */
  readonly marks: readonly Labels[];
  readonly optOuts: readonly OptOut[];
  readonly createdAt: EpochMs | null;
  readonly deleting: boolean;
  readonly operator: Owner | null;
  readonly gitOps: GitOps | null;
  /** Kubernetes takes 1 where the object says nothing; null for a CronJob, and where only the autoscaler was posted. */
  readonly replicas: number | null;
  readonly autoscalers: readonly HorizontalPodAutoscalerState[];
  readonly scaledObjects: readonly ScaledObjectState[];
  readonly cronJob: CronJobState | null;
}

export const keyOf = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;

/** Sorted by key. */
export const unitsOf = (state: SchedulerState): readonly Unit[] => {
  const autoscalers = byTarget(state.horizontal_pod_autoscalers);
  const scaledObjects = byTarget(state.scaled_objects);
  const workloads = [...state.deployments, ...state.stateful_sets].map((workload): Unit => {
    const key = keyOf(workload.kind, workload.namespace, workload.name);
    return workloadUnit(workload, autoscalers.get(key) ?? NONE, scaledObjects.get(key) ?? NONE);
  });
  const posted = new Set(workloads.map(({ key }) => key));
  const alone = state.scaled_objects.filter((scaler) => !posted.has(targetKey(scaler)));
  const ofKedas = new Set(state.scaled_objects.map(({ namespace, name }) => `${namespace}/${ofKeda(name)}`));
  const unowned = state.horizontal_pod_autoscalers.filter((scaler) => !posted.has(targetKey(scaler)) && !ofKedas.has(`${scaler.namespace}/${scaler.name}`));
  const scalers = [...alone.map((scaler) => scalerUnit('ScaledObject', scaler, { scaledObjects: [scaler] })), ...unowned.map((scaler) => scalerUnit('HorizontalPodAutoscaler', scaler, { autoscalers: [scaler] }))];
  return [...workloads, ...scalers, ...state.cron_jobs.map(cronUnit)].sort((one, other) => compareText(one.key, other.key));
};

const NONE: readonly never[] = [];

interface Scaler {
  readonly namespace: string;
  readonly target: Owner | null;
}

/** An autoscaler that names nothing belongs to nothing. */
const targetKey = ({ target, namespace }: Scaler): string => (target === null ? '' : keyOf(target.kind, namespace, target.name));

const byTarget = <S extends Scaler>(scalers: readonly S[]): ReadonlyMap<string, readonly S[]> => {
  const found = new Map<string, S[]>();
  for (const scaler of scalers) {
    const key = targetKey(scaler);
    const group = found.get(key);
    if (group === undefined) found.set(key, [scaler]);
    else group.push(scaler);
  }
  return found;
};

/** KEDA runs an autoscaler of its own under this name: it follows the ScaledObject. */
const ofKeda = (scaledObject: string): string => `keda-hpa-${scaledObject}`;

const workloadUnit = (workload: SchedulerWorkload, autoscalers: Unit['autoscalers'], scaledObjects: Unit['scaledObjects']): Unit => {
  const { kind, namespace, name } = workload;
  const own = scaledObjects.length === 0 ? autoscalers : autoscalers.filter((scaler) => !scaledObjects.some((scaled) => scaler.name === ofKeda(scaled.name)));
  const scalers = scaledObjects.length === 0 ? own : [...own, ...scaledObjects];
  return {
    key: keyOf(kind, namespace, name),
    target: { kind, namespace, name },
    labels: workload.labels,
    marks: [workload.downscaler, ...scalers.map(({ downscaler }) => downscaler)],
    optOuts: [workload.optOut, workload.podOptOut, ...scalers.map(({ optOut }) => optOut)].filter((optOut) => optOut !== null),
    createdAt: workload.createdAt,
    deleting: workload.deleting,
    operator: workload.owner,
    gitOps: workload.gitOps ?? scalers.find(({ gitOps }) => gitOps !== null)?.gitOps ?? null,
    replicas: workload.replicas ?? 1,
    autoscalers: own,
    scaledObjects,
    cronJob: null,
  };
};

/** What scales a workload that was not posted, or one of a kind that is not read here. */
const scalerUnit = (kind: string, { namespace, name, downscaler, optOut, gitOps }: HorizontalPodAutoscalerState | ScaledObjectState, scalers: Partial<Pick<Unit, 'autoscalers' | 'scaledObjects'>>): Unit => ({
  key: keyOf(kind, namespace, name),
  target: { kind, namespace, name },
  labels: {},
  marks: [downscaler],
  optOuts: optOut === null ? [] : [optOut],
  createdAt: null,
  deleting: false,
  operator: null,
  gitOps,
  replicas: null,
  autoscalers: [],
  scaledObjects: [],
  ...scalers,
  cronJob: null,
});

const cronUnit = (job: CronJobState): Unit => ({
  key: keyOf('CronJob', job.namespace, job.name),
  target: { kind: 'CronJob', namespace: job.namespace, name: job.name },
  labels: {},
  marks: [job.downscaler],
  optOuts: job.optOut === null ? [] : [job.optOut],
  createdAt: job.createdAt,
  deleting: job.deletionTimestamp !== null,
  operator: null,
  gitOps: job.gitOps,
  replicas: null,
  autoscalers: [],
  scaledObjects: [],
  cronJob: job,
});
