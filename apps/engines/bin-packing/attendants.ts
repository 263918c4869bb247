import { selectorMatches } from '@ml/state/kubernetes/label-selector';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import type { Candidate } from './candidates';
import { staysWithNode } from './pod-look';
import type { Situation } from './situation';

/**
 * Whether the DaemonSet pods that a new node will have may be in the way of those that move there: by a rule of either against the other, or a port
 * of the host. Such nodes are not replaced. In whatever namespace: rather too careful.
 */
export const attendantsMind = ({ cluster }: Situation, set: readonly Candidate[]): boolean => {
  const inSet = new Set(set.map(({ index }) => index));
  const [attendants, movers]: readonly [PodState[], PodState[]] = [[], []];
  cluster.pods.forEach((pod, index) => {
    if (inSet.has(cluster.nodeOf[index] ?? -1)) (staysWithNode(pod) ? attendants : movers).push(pod);
  });
  return attendants.some((attendant) => movers.some((mover) => avoids(attendant, mover) || avoids(mover, attendant) || sharePort(attendant, mover)));
};

const avoids = ({ podAntiAffinity }: PodState, { labels }: PodState): boolean =>
  (podAntiAffinity?.required ?? []).some(({ labelSelector }) => selectorMatches(labelSelector, labels));

const sharePort = (one: PodState, other: PodState): boolean => one.hostPorts.some(({ port, protocol }) => other.hostPorts.some((taken) => taken.port === port && taken.protocol === protocol));
