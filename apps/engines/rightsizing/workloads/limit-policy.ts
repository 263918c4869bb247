import { MIB } from '@ml/units/size';
import type { SizedContainer } from '../sized-pod';
import type { Resource } from './scalers';

/**
 * The limit that goes with a new request; null: none, as before. Nobody gets a limit that had none.
 * - CPU: kept as it is, since a percentile says nothing about bursts, and raised where the request would be above it. Where request and limit were the
 *   same they stay the same, so that the pod keeps its class of service.
 * - Memory: in proportion to the request, as VPA does; so it never ends below the request.
 */
export const limitFor = (resource: Resource, { requests, limits }: SizedContainer, target: number): number | null => {
  const limit = limits[resource];
  const request = requests[resource];
  if (limit === null) return null;
  if (request === limit) return target;
  if (resource === 'cpu') return Math.max(limit, target);
  if (request === null || request <= 0) return Math.max(limit, target);
  return Math.max(target, Math.ceil((limit * (target / request)) / MIB) * MIB);
};
