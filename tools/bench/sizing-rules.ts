import { Samples } from '../../apps/engines/rightsizing/estimate/digest';
import { cpuRequest, memoryRequest } from '../../apps/engines/rightsizing/estimate/request-estimators';
import { watched } from '../../apps/engines/rightsizing/estimate/watched';
import { rightsizingSettings, type RightsizingConfig } from '../../apps/engines/rightsizing/config';
import { lookBackOf } from '../../apps/engines/rightsizing/look-back';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { epochMs } from '@ml/units/brand';
import { STEP_SECONDS } from './bitbrains';

type Series = readonly (number | null)[];

/** What to ask for, in cores and bytes, after these weeks of usage. */
export interface SizingRule {
  readonly cpu: (seen: Series) => number;
  readonly memory: (seen: Series) => number;
}

const present = (series: Series): readonly number[] => series.filter((sample) => sample !== null);
const SAMPLES_A_DAY = 86_400 / STEP_SECONDS;
const lastDays = (series: Series, days: number): Series => series.slice(Math.max(0, series.length - days * SAMPLES_A_DAY));

/** Rules are compared, not floors: every one of these machines is larger than what nobody would ask for less of. */
const WITHOUT_FLOORS = { min_cpu_millicores: 1, min_memory_mb: 1 } as const;
const MILLICORES = 1_000;

/** The engine's own estimators, with its defaults unless others are given. */
export const ourRule = (changed: Partial<RightsizingConfig> = {}): SizingRule => {
  const config: RightsizingConfig = { ...defaultsOf(rightsizingSettings), ...WITHOUT_FLOORS, ...changed };
  const used = (seen: Series, startsCount: boolean) => {
    const end = seen.length * STEP_SECONDS * 1_000;
    const lookBack = lookBackOf({ start: epochMs(0), end: epochMs(end), stepSeconds: STEP_SECONDS }, config.lookback_days);
    const found = watched([seen], { lookBack, startsCount, samples: new Samples(), minSamples: config.min_samples, minHours: config.min_hours, shares: { lower: 0.5, wanted: config.percentile / 100, upper: Math.max(0.99, config.percentile / 100) } });
    if ('code' in found) throw new Error(found.text);
    return found;
  };
  return { cpu: (seen) => cpuRequest(config, false)(used(seen, false)).target / MILLICORES, memory: (seen) => memoryRequest(config, 0)(used(seen, true)).target };
};

const MARGIN = 1.15;
const KRR_DAYS = 14;

/** KRR's simple strategy: P95 of two weeks of CPU (interpolated, as Prometheus does), the highest memory of the same and 15%. */
export const krrRule: SizingRule = {
  cpu: (seen) => interpolated(present(lastDays(seen, KRR_DAYS)), 0.95),
  memory: (seen) => present(lastDays(seen, KRR_DAYS)).reduce((most, sample) => Math.max(most, sample), 0) * MARGIN,
};

const interpolated = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? 0;
  return below + ((sorted[Math.ceil(at)] ?? below) - below) * (at - Math.floor(at));
};

interface Weighed {
  readonly value: number;
  readonly weight: number;
}

const HALF_LIFE_DAYS = 1;
const VPA_DAYS = 8;

/** VPA's recommender: P90 of a histogram whose samples halve in weight every 24 hours, and 15%; of memory, the peaks of eight days. */
export const vpaRule: SizingRule = {
  cpu: (seen) => {
    const window = lastDays(seen, VPA_DAYS);
    const weighed = window.flatMap((value, at) => (value === null ? [] : [{ value, weight: 2 ** ((at - window.length) / SAMPLES_A_DAY / HALF_LIFE_DAYS) }]));
    return histogramPercentile(weighed, { share: 0.9, first: 0.01 }) * MARGIN;
  },
  memory: (seen) => {
    const peaks = Array.from({ length: VPA_DAYS }, (_, day): Weighed => {
      const from = seen.length - (day + 1) * SAMPLES_A_DAY;
      return { value: present(seen.slice(Math.max(0, from), Math.max(0, from + SAMPLES_A_DAY))).reduce((most, sample) => Math.max(most, sample), 0), weight: 2 ** (-day / HALF_LIFE_DAYS) };
    });
    return histogramPercentile(peaks, { share: 0.9, first: 1e7 }) * MARGIN;
  },
};

const GROWTH = 1.05;

/** Buckets that grow by 5% from the first; the upper end of the one in which the share is reached. */
const histogramPercentile = (weighed: readonly Weighed[], { share, first }: { readonly share: number; readonly first: number }): number => {
  const buckets = new Map<number, number>();
  for (const { value, weight } of weighed) {
    const bucket = value < first ? 0 : Math.floor(Math.log((value * (GROWTH - 1)) / first + 1) / Math.log(GROWTH));
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + weight);
  }
  const whole = [...buckets.values()].reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (const [bucket, weight] of [...buckets].sort(([one], [other]) => one - other)) {
    sum += weight;
    if (sum >= share * whole) return (first * (GROWTH ** (bucket + 1) - 1)) / (GROWTH - 1);
  }
  return 0;
};
