import type { RightsizingState } from '../state';
import { crewKey, type Crew } from './crew';

/** Whether a container of any pod of a workload was killed for want of memory: as its status says, or an event does. */
export const oomKills = ({ oom_events: events }: RightsizingState): ((crew: Crew, container: string) => boolean) => {
  // An event that does not name its container may be about any of them.
  const told = new Map<string, Set<string | null>>();
  for (const { namespace, pod, workload, container } of events) {
    const key = workload === null ? `${namespace} / ${pod}` : crewKey(namespace, workload);
    told.set(key, (told.get(key) ?? new Set<string | null>()).add(container));
  }
  const said = (key: string, container: string): boolean => {
    const containers = told.get(key);
    return containers !== undefined && (containers.has(container) || containers.has(null));
  };
  return ({ namespace, owner, pods, gone }, container) => {
    if (pods.some(({ oomKilled }) => oomKilled.includes(container))) return true;
    if (told.size === 0) return false;
    const saidOf = (pod: string): boolean => said(`${namespace} / ${pod}`, container);
    return said(crewKey(namespace, owner), container) || pods.some(({ name }) => saidOf(name)) || [...gone].some(saidOf);
  };
};
