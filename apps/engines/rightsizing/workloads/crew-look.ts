import type { Reason } from '@ml/contracts/decision';
import { optedOut, type OptOut } from '@ml/state/opt-out';
import type { Situation } from '../situation';
import type { Crew } from './crew';

/** Why a workload stays as it is, whatever it uses; null when its usage decides. */
export const reasonToStay = (crew: Crew, situation: Situation, namespaceOptOut: OptOut | undefined): Reason | null =>
  excluded(crew, situation) ?? handsOff(crew, situation, namespaceOptOut) ?? unchangeable(crew);

const excluded = ({ namespace, owner, pods }: Crew, situation: Situation): Reason | null => {
  const named = (name: string): boolean => situation.excluded.has(name) || situation.excluded.has(`${namespace}/${name}`);
  if (situation.excluded.size === 0 || !(named(owner.name) || pods.some(({ name }) => named(name)))) return null;
  return { code: 'EXCLUDED', text: `${owner.kind} ${namespace}/${owner.name} or one of its pods is excluded by the request` };
};

const handsOff = ({ namespace, owner, object, pods }: Crew, { input }: Situation, namespaceOptOut: OptOut | undefined): Reason | null => {
  const all = [...(object?.optOuts ?? []), namespaceOptOut ?? null, ...pods.map(({ optOut }) => optOut)];
  const found = all.find((optOut) => optedOut(optOut, input.now));
  return found === undefined || found === null ? null : { code: 'OPTED_OUT', text: `${owner.kind} ${namespace}/${owner.name}, its namespace or one of its pods carries ${found.key}` };
};

const unchangeable = ({ namespace, owner, object, pods }: Crew): Reason | null => {
  if (pods.some(({ staticPod }) => staticPod)) return { code: 'STATIC_POD', text: `pod ${namespace}/${pods[0]?.name ?? owner.name} is run from a file on its node: nothing in the API changes it` };
  if (pods.some(({ byVpa }) => byVpa)) return { code: 'VPA_MANAGED', text: `a vertical autoscaler writes what the pods of ${owner.kind} ${namespace}/${owner.name} ask for: it would write over any other request` };
  if (owner.kind === 'ReplicaSet' && object === undefined) return { code: 'CONTROLLER_UNKNOWN', text: `ReplicaSet ${namespace}/${owner.name} was not sent, and its pods carry no hash: whether a Deployment makes it is not known` };
  if (!TEMPLATED.has(owner.kind) && owner.kind !== 'Job') return { code: 'CONTROLLER_UNKNOWN', text: `nobody knows where a ${owner.kind} keeps what the pods of ${namespace}/${owner.name} ask for` };
  return owner.kind === 'Job' ? { code: 'JOB', text: `the template of Job ${namespace}/${owner.name} cannot be changed once it exists: change what makes it` } : null;
};

/** Kinds that hold a pod template where a Deployment does: those of Kubernetes, OpenShift, Argo and OpenKruise. */
const TEMPLATED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'DeploymentConfig', 'Rollout', 'CloneSet']);
