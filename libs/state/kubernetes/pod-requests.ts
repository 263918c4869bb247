import type { ContainerState } from './container';
import type { ResourceAmounts, ResourceTotals } from './resource-amounts';
import { addedTo, atLeast, NO_TOTALS } from './resource-totals';

interface Asked {
  readonly containers: readonly ContainerState[];
  /** Requests of the pod as a whole, which stand in for those of its containers. */
  readonly whole: ResourceAmounts | null;
  readonly overhead: ResourceAmounts | null;
}

/**
 * As the scheduler counts them. Containers and sidecars run together and add up; each init container runs alone beside the sidecars
 * started before it; the pod needs the larger of the two, and the overhead of its runtime class on top.
 */
export const podRequests = ({ containers, whole, overhead }: Asked): ResourceTotals => {
  let together = NO_TOTALS;
  let sidecars = NO_TOTALS;
  let starting = NO_TOTALS;
  for (const { role, requests } of containers) {
    if (role === 'init') {
      starting = atLeast(starting, addedTo(sidecars, requests));
      continue;
    }
    together = addedTo(together, requests);
    if (role === 'sidecar') sidecars = addedTo(sidecars, requests);
  }
  const counted = starting === NO_TOTALS ? together : atLeast(together, starting);
  const said = whole === null ? counted : instead(counted, whole);
  return overhead === null ? said : addedTo(said, overhead);
};

const instead = (counted: ResourceTotals, whole: ResourceAmounts): ResourceTotals => ({
  ...counted,
  cpu: whole.cpu ?? counted.cpu,
  memory: whole.memory ?? counted.memory,
  extended: { ...counted.extended, ...whole.extended },
});
