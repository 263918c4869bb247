import type { Reason } from '@ml/contracts/decision';
import { optedOut } from '@ml/state/opt-out';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import type { EpochMs } from '@ml/units/brand';
import type { Constraints } from './ask';
import type { PodBudget } from './pod-budgets';
import type { Disks } from './model/disks';

export interface PodContext {
  readonly constraints: Constraints;
  readonly excluded: ReadonlySet<string>;
  /** Whose pods are to be left alone. */
  readonly ignoredNamespaces: ReadonlySet<string>;
  readonly now: EpochMs;
}

/** A pod that would have to move, and what is known of it beside the object. */
export interface Mover {
  readonly pod: PodState;
  readonly budgets: readonly PodBudget[];
  readonly disks: Disks;
}

/** Goes with its node, or runs there whatever anybody decides. */
export const staysWithNode = ({ daemon, staticPod, deletionTimestamp }: PodState): boolean => daemon || staticPod || deletionTimestamp !== null;

/** Takes no room: it has ended. */
export const hasEnded = ({ phase }: PodState): boolean => phase === 'Succeeded' || phase === 'Failed';

export const podName = ({ namespace, name }: Pick<PodState, 'namespace' | 'name'>): string => `${namespace}/${name}`;

/** Why a pod may not be moved; null when it may. The stricter of what cluster autoscaler and Karpenter do. */
export const reasonToStay = (mover: Mover, context: PodContext): Reason | null =>
  handsOff(mover, context) ?? lostForGood(mover, context) ?? guarded(mover, context) ?? spreadByTaints(mover);

const handsOff = ({ pod }: Mover, { excluded, ignoredNamespaces, now }: PodContext): Reason | null => {
  if (excluded.has(pod.name) || excluded.has(podName(pod))) return { code: 'EXCLUDED', text: `pod ${podName(pod)} is excluded by the request` };
  if (ignoredNamespaces.has(pod.namespace)) return { code: 'OPTED_OUT', text: `pod ${podName(pod)} is in namespace ${pod.namespace}, which is to be left alone` };
  if (pod.safeToEvict === false) return { code: 'OPTED_OUT', text: `pod ${podName(pod)} carries cluster-autoscaler.kubernetes.io/safe-to-evict: "false"` };
  if (optedOut(pod.optOut, now)) return { code: 'OPTED_OUT', text: `pod ${podName(pod)} carries ${pod.optOut?.key ?? 'an opt-out'}` };
  return null;
};

const lostForGood = ({ pod, disks }: Mover, { constraints }: PodContext): Reason | null => {
  if (disks.unknown !== null) return { code: 'VOLUME_UNKNOWN', text: `pod ${podName(pod)} ${disks.unknown}` };
  if (pod.safeToEvict === true) return null;
  if (pod.owner === null && !constraints.allow_bare_pods) return { code: 'BARE_POD', text: `pod ${podName(pod)} has no controller that would start it anew` };
  if ((pod.volumes.emptyDir || pod.volumes.hostPath) && !constraints.allow_local_storage) {
    return { code: 'LOCAL_STORAGE', text: `pod ${podName(pod)} keeps data on the disk of its node (${pod.volumes.hostPath ? 'hostPath' : 'emptyDir'})` };
  }
  return null;
};

const guarded = ({ pod, budgets }: Mover, { constraints }: PodContext): Reason | null => {
  const unknown = budgets.find(({ allowed }) => allowed === null);
  if (unknown !== undefined) return { code: 'PDB_UNKNOWN', text: `nobody can say how many pods budget ${unknown.key} lets go, and pod ${podName(pod)} is under it` };
  const blocking = budgets.find(({ allowed }) => allowed === 0);
  if (blocking !== undefined) return { code: 'PDB_BLOCKS', text: `disruption budget ${blocking.key} lets no pod go, and pod ${podName(pod)} is under it` };
  if (pod.namespace !== SYSTEM || budgets.length > 0 || pod.safeToEvict === true || constraints.allow_system_pods) return null;
  return { code: 'SYSTEM_POD', text: `pod ${podName(pod)} is of the system and no disruption budget says that it may go` };
};

/** A cordon is a taint: which nodes such a rule counts changes with the plan itself. */
const spreadByTaints = ({ pod }: Mover): Reason | null => {
  const isOne = pod.topologySpread.some(({ whenUnsatisfiable, nodeTaintsPolicy }) => whenUnsatisfiable === 'DoNotSchedule' && nodeTaintsPolicy === 'Honor');
  return isOne ? { code: 'SPREAD_BY_TAINTS', text: `pod ${podName(pod)} is spread over the nodes whose taints it tolerates, and cordoning nodes changes which these are` } : null;
};

const SYSTEM = 'kube-system';
