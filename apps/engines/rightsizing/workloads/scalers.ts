import type { Owner } from '@ml/state/kubernetes/owner';
import type { RightsizingState } from '../state';
import { crewKey } from './crew';

export const RESOURCES = ['cpu', 'memory'] as const;
export type Resource = (typeof RESOURCES)[number];

/** Whether an autoscaler adds pods by the usage of a resource as a share of its request: then the request is its dial, and no longer ours. */
export type ScaledBy = (namespace: string, owner: Owner, resource: Resource) => boolean;

export const scaledBy = ({ horizontal_pod_autoscalers: autoscalers, scaled_objects: scaledObjects }: RightsizingState): ScaledBy => {
  const found = new Set<string>();
  const note = (namespace: string, target: Owner | null, metrics: readonly string[] | null): void => {
    if (target === null) return;
    // An autoscaler that says nothing of metrics may scale by any.
    for (const metric of metrics ?? RESOURCES) found.add(`${crewKey(namespace, target)} ${metric}`);
  };
  for (const { namespace, target, resourceMetrics } of autoscalers ?? []) note(namespace, target, resourceMetrics);
  for (const { namespace, target, triggers } of scaledObjects) note(namespace, target, triggers.length === 0 ? null : triggers);
  return (namespace, owner, resource) => found.has(`${crewKey(namespace, owner)} ${resource}`);
};
