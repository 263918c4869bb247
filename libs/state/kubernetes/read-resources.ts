import type { Bytes, Millicores } from '@ml/units/brand';
import { StateFault } from '../fault';
import { fault, isRecord, shown, type Read } from '../read';
import { count, cpu, size } from '../values';
import type { ResourceAmounts } from './resource-amounts';

const NOTHING_ELSE: Readonly<Record<string, number>> = {};
export const NO_AMOUNTS: ResourceAmounts = { cpu: null, memory: null, ephemeralStorage: null, extended: NOTHING_ELSE };

interface Filling {
  cpu: Millicores | null;
  memory: Bytes | null;
  ephemeralStorage: Bytes | null;
  extended: Record<string, number> | null;
}

/** `{"cpu": "500m", "memory": "1Gi", "nvidia.com/gpu": 1}`: the three that everything has, and the others by their names. */
export const readAmounts: Read<ResourceAmounts> = (value) => {
  if (!isRecord(value)) throw fault('BAD_STATE', `${shown(value)} is not an object`);
  const filling: Filling = { cpu: null, memory: null, ephemeralStorage: null, extended: null };
  for (const key of Object.keys(value)) {
    const given = value[key];
    if (given !== undefined && given !== null) fill(filling, key, given);
  }
  return { cpu: filling.cpu, memory: filling.memory, ephemeralStorage: filling.ephemeralStorage, extended: filling.extended ?? NOTHING_ELSE };
};

const fill = (filling: Filling, key: string, given: unknown): void => {
  try {
    if (key === 'cpu') filling.cpu = cpu(given);
    else if (key === 'memory') filling.memory = size(given);
    else if (key === 'ephemeral-storage') filling.ephemeralStorage = size(given);
    else filling.extended = { ...filling.extended, [key]: count(given) };
  } catch (error) {
    throw error instanceof StateFault ? error.within(key) : error;
  }
};

/** An absent request is the limit: so the API server writes it into every pod. */
export const requestsOr = (requests: ResourceAmounts, limits: ResourceAmounts): ResourceAmounts => (addsNothing(requests, limits) ? requests : filledUp(requests, limits));

const addsNothing = (requests: ResourceAmounts, limits: ResourceAmounts): boolean =>
  (requests.cpu !== null || limits.cpu === null) &&
  (requests.memory !== null || limits.memory === null) &&
  (requests.ephemeralStorage !== null || limits.ephemeralStorage === null) &&
  limits.extended === NOTHING_ELSE;

const filledUp = (requests: ResourceAmounts, limits: ResourceAmounts): ResourceAmounts => ({
  cpu: requests.cpu ?? limits.cpu,
  memory: requests.memory ?? limits.memory,
  ephemeralStorage: requests.ephemeralStorage ?? limits.ephemeralStorage,
  extended: { ...limits.extended, ...requests.extended },
});
