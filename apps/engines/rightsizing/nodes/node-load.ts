import type { Reason } from '@ml/contracts/decision';
import type { NodeUsage } from '@ml/state/observed/usage';
import type { NodeForecast } from '@ml/engine-kernel/forecast';
import type { Samples } from '../estimate/digest';
import type { Used } from '../estimate/estimate';
import { watched } from '../estimate/watched';
import type { Situation } from '../situation';
import type { Machine } from './node-look';
import type { Load } from './node-size';

export interface WatchedLoad {
  readonly load: Load;
  readonly days: number;
}

export interface Watching {
  readonly situation: Situation;
  readonly samples: Samples;
}

/** CPU by the percentile asked for; memory by its peak, for a node that runs out of it kills what runs there. */
export const loadOf = (used: NodeUsage | undefined, { cores, bytes }: Machine, { situation, samples }: Watching): WatchedLoad | Reason => {
  if (used === undefined) return { code: 'NO_USAGE', text: 'its usage was not sent' };
  const { config, lookBack, percentile } = situation;
  const watch = (series: NodeUsage['cpuCores'], wanted: number): Used | Reason =>
    watched(series === null ? [] : [series], { lookBack, samples, minSamples: config.min_samples, minHours: config.min_hours, shares: { wanted, lower: wanted, upper: wanted }, startsCount: false });
  const cpu = watch(used.cpuCores, percentile);
  if ('code' in cpu) return { ...cpu, text: `CPU: ${cpu.text}` };
  const memory = watch(used.memoryBytes, 1);
  if ('code' in memory) return { ...memory, text: `memory: ${memory.text}` };
  if (cpu.digest.peak === 0 || memory.digest.peak === 0) return { code: 'ZERO_USAGE', text: 'a node that runs uses some CPU and some memory: nothing was measured' };
  return { load: { cpu: cpu.digest.wanted / cores, memory: memory.digest.peak / bytes }, days: Math.min(cpu.days, memory.days) };
};

/** What the model expects; where it says nothing of a resource, what was seen goes on. */
export const expectedLoad = (forecast: NodeForecast | undefined, seen: Load): Load | undefined =>
  forecast === undefined || (forecast.cpu === null && forecast.memory === null) ? undefined : { cpu: seen.cpu * (forecast.cpu ?? 1), memory: seen.memory * (forecast.memory ?? 1) };
