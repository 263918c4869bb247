import type { Reason } from '@ml/contracts/decision';
import type { ContainerForecast } from '@ml/engine-kernel/forecast';
import type { Samples } from '../estimate/digest';
import type { Estimate, Estimator, Used } from '../estimate/estimate';
import { cpuRequest, memoryRequest } from '../estimate/request-estimators';
import { watched } from '../estimate/watched';
import { merged, type Merged } from '../merge';
import type { SizedContainer } from '../sized-pod';
import type { Situation } from '../situation';
import type { Crew } from './crew';
import { limitFor } from './limit-policy';
import type { RequestChange } from './request-change';
import type { Resource } from './scalers';

export interface Request {
  readonly crew: Crew;
  readonly container: SizedContainer;
  readonly resource: Resource;
  readonly forecast: ContainerForecast | undefined;
  readonly oomKilled: boolean;
}

/** What a request should be, or why it stays. */
export const judgeRequest = (request: Request, situation: Situation, samples: Samples): RequestChange | Reason => {
  const { crew, container, resource } = request;
  const used = seenOf(request, situation, samples);
  if ('code' in used) return used;
  if (resource === 'memory' && used.digest.peak === 0) return { code: 'ZERO_USAGE', text: 'a container that runs uses some memory: nothing was measured' };
  const { estimate, merge } = estimated(request, used, situation);
  const judged: Judged = { ...request, current: container.requests[resource], estimate, atLimit: isAtLimit(request, used, situation) };
  const reason = reasonToKeep(judged, situation);
  if (reason !== null) return reason;
  const limit = { current: container.limits[resource], target: limitFor(resource, container, estimate.target) };
  return { crew, container, resource, current: judged.current, estimate, limit, days: used.days, merge, notes: notesOn(judged, situation) };
};

interface Judged extends Request {
  readonly current: number | null;
  readonly estimate: Estimate;
  readonly atLimit: boolean;
}

const reasonToKeep = ({ resource, current, estimate: { target }, atLimit, oomKilled }: Judged, { minChange }: Situation): Reason | null => {
  if (current === null) return null;
  const share = current === target ? 0 : Math.abs(target - current) / current;
  if (current === target || share < minChange) {
    if (atLimit) return AT_LIMIT;
    const text = current === target ? `${shown(resource, target)} is what it asks for` : `${shown(resource, target)} instead of ${shown(resource, current)} is less than ${Math.round(minChange * 100)}% of a change`;
    return { code: 'BELOW_MIN_CHANGE', text };
  }
  return oomKilled && target < current ? { code: 'OOM_SEEN', text: 'it was killed for want of memory: what it used then is not all that it needed, so its request is not lowered' } : null;
};

export const shown = (resource: Resource, amount: number): string => (resource === 'cpu' ? `${amount}m` : `${Math.round(amount / 1_048_576)}Mi`);

const MEDIAN = 0.5;
const ALMOST_ALL = 0.99;

const seenOf = ({ crew, container, resource }: Request, { config, lookBack, percentile }: Situation, samples: Samples): Used | Reason => {
  const series = crew.used.get(container.name)?.[resource] ?? [];
  const shares = resource === 'cpu' ? { lower: MEDIAN, wanted: percentile, upper: Math.max(ALMOST_ALL, percentile) } : { lower: MEDIAN, wanted: MEDIAN, upper: MEDIAN };
  return watched(series, { lookBack, samples, shares, minSamples: config.min_samples, minHours: config.min_hours, startsCount: resource === 'memory' });
};

const MILLICORES_PER_CORE = 1_000;

const isLimit = ({ requests, limits }: SizedContainer, resource: Resource): boolean => limits[resource] !== null && requests[resource] === limits[resource];

const estimated = ({ container, resource, forecast }: Request, used: Used, { config }: Situation): { readonly estimate: Estimate; readonly merge: Merged } => {
  const estimator: Estimator = resource === 'cpu' ? cpuRequest(config, isLimit(container, resource)) : memoryRequest(config, container.javaHeap ?? 0);
  const own = estimator(used);
  const growth = forecast?.[resource];
  // What the model expects takes the way of what was seen, so that the two amounts can be compared.
  const model = typeof growth === 'number' ? estimator({ ...used, digest: grown(used.digest, growth) }).target : undefined;
  const merge = merged(own.target, model, { agree: config.agree_pct / 100, diverge: config.diverge_pct / 100 });
  return { estimate: { ...own, target: merge.amount, upper: Math.max(own.upper, merge.amount) }, merge };
};

const grown = ({ middle, wanted, high, peak }: Used['digest'], times: number): Used['digest'] => ({ middle: middle * times, wanted: wanted * times, high: high * times, peak: peak * times });

const AT_LIMIT: Reason = { code: 'CPU_AT_LIMIT', text: 'its CPU usage is what its limit lets through: what it needs cannot be seen' };

const isAtLimit = ({ container, resource }: Request, { digest }: Used, { config }: Situation): boolean => {
  const limit = container.limits.cpu;
  return resource === 'cpu' && limit !== null && limit > 0 && digest.wanted * MILLICORES_PER_CORE >= (limit * config.throttled_pct) / 100;
};

const notesOn = ({ crew, container, resource, current, estimate, atLimit }: Judged, { lookBack, config }: Situation): readonly Reason[] => {
  const lowers = current !== null && estimate.target < current;
  const started = crew.gone.size > 0 || crew.pods.some(({ startedAt }) => startedAt === null || startedAt >= lookBack.start);
  const floor = resource === 'cpu' ? config.min_cpu_millicores : config.min_memory_mb * 1e6;
  const when = (applies: boolean, code: string, text: string): readonly Reason[] => (applies ? [{ code, text }] : []);
  return [
    ...when(atLimit, AT_LIMIT.code, AT_LIMIT.text),
    ...when(resource === 'memory' && lowers && !started, 'START_NOT_SEEN', 'none of its pods started within the window: what it takes to start was not seen'),
    ...when(resource === 'memory' && container.javaHeap !== null && estimate.target - container.javaHeap < 1_048_576, 'JAVA_HEAP', 'its -Xmx allows a heap of that size, whatever was used of it so far'),
    ...when(estimate.target - floor < (resource === 'cpu' ? 1 : 1_048_576), 'FLOOR', `nothing is made to ask for less than ${shown(resource, estimate.target)}`),
  ];
};
