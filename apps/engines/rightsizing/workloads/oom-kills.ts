import type { RightsizingState } from '../state';
import type { Crew } from './crew';

/** Whether a container of any pod of a workload was killed for want of memory: as its status says, or an event does. */
export const oomKills = ({ oom_events: events }: RightsizingState): ((crew: Crew, container: string) => boolean) => {
  // An event that does not name its container may be about any of them.
  const told = new Map<string, Set<string | null>>();
  for (const { namespace, pod, container } of events) {
    const key = `${namespace} / ${pod}`;
    told.set(key, (told.get(key) ?? new Set<string | null>()).add(container));
  }
  return ({ namespace, pods, gone }, container) => {
    const saidOf = (pod: string): boolean => {
      const containers = told.get(`${namespace} / ${pod}`);
      return containers !== undefined && (containers.has(container) || containers.has(null));
    };
    return pods.some(({ name, oomKilled }) => oomKilled.includes(container) || saidOf(name)) || [...gone].some(saidOf);
  };
};
