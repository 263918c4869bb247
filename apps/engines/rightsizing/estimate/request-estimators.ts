import { MIB } from '@ml/units/size';
import type { RightsizingConfig } from '../config';
import type { Estimator } from './estimate';
import { atLeast, byPeak, byPercentile, inOrder, roundedUp, scaled, widened } from './estimators';

const MILLICORES_PER_CORE = 1_000;
const MB = 1e6;
const margin = (percent: number): number => 1 + percent / 100;

/**
 * Container requests, composed in one place. Of 0.2 cores at P50, 0.5 at P95, 0.8 at P99 and 1 at most over 10 days, and 400 MiB at P50 and 800 MiB at most:
 * | | lower | target | upper |
 * |---|---|---|---|
 * | CPU | 200m | 500m | 880m |
 * | CPU where the request is the limit | 200m | 1000m | 1100m |
 * | memory | 460Mi | 920Mi | 1012Mi |
 */
export const cpuRequest = (config: RightsizingConfig, requestIsLimit: boolean): Estimator =>
  // A request that is the limit as well would cut off whatever is above the percentile.
  inOrder(roundedUp(1, atLeast(config.min_cpu_millicores, widened(scaled(MILLICORES_PER_CORE * margin(config.cpu_margin_pct), requestIsLimit ? byPeak : byPercentile)))));

/** `heap` is what Java takes sooner or later, whatever it took so far; 0 where there is none. */
export const memoryRequest = (config: RightsizingConfig, heap: number): Estimator =>
  inOrder(roundedUp(MIB, atLeast(Math.max(config.min_memory_mb * MB, heap), widened(scaled(margin(config.memory_margin_pct), byPeak)))));
