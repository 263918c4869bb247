import { Draws } from '@ml/domain/training/draws';
import { seedFor } from '@ml/domain/training/seed-for';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { UsageHistory } from '../data/usage-history';

const HOURS = 75 * 24;
const CORES = 4;
const MEMORY_BYTES = 16 * 2 ** 30;

/** Generated machines, hour by hour. Memory follows its own level and hardly a day. */
export const sampleUsage = ({ seed, end, series }: { readonly seed: number; readonly end: number; readonly series: number }): readonly UsageHistory[] =>
  Array.from({ length: series }, (_, at) => {
    const name = `machine-${String(at + 1).padStart(3, '0')}`;
    const start = end - HOURS * HOUR_MS;
    return {
      name,
      start,
      stepSeconds: 3_600,
      cpu: hourly(new Draws(seedFor(seed, `cpu ${name}`)), { start, capacity: CORES, rhythm: 1 }),
      memory: hourly(new Draws(seedFor(seed, `memory ${name}`)), { start, capacity: MEMORY_BYTES, rhythm: 0.15 }),
      cpuCapacity: CORES,
      memoryCapacity: MEMORY_BYTES,
      anomalous: null,
    };
  });

interface Character {
  readonly start: number;
  readonly capacity: number;
  /** How much of a day and a week is seen, 0 to 1. */
  readonly rhythm: number;
}

/** 1970-01-01 was a Thursday. */
const isWeekend = (at: number): boolean => [0, 6].includes((Math.floor(at / DAY_MS) + 4) % 7);

const hourly = (draws: Draws, { start, capacity, rhythm }: Character): Float64Array => {
  const level = 0.05 + 0.35 * draws.next();
  const swing = rhythm * 0.9 * draws.next();
  const weekend = 1 - rhythm * 0.8 * draws.next();
  const growth = (draws.next() < 0.4 ? 0.02 : 0.003) * draws.next();
  const shifts = draws.next() < 0.3;
  let shift = 1;
  let noise = 0;
  return Float64Array.from({ length: HOURS }, (_, hour) => {
    const at = start + hour * HOUR_MS;
    noise = 0.7 * noise + 0.08 * draws.normal();
    if (shifts && draws.next() < 1 / (20 * 24)) shift = 0.6 + 0.8 * draws.next();
    const ofDay = 1 + swing * Math.sin((2 * Math.PI * (((at % DAY_MS) / HOUR_MS) - 8)) / 24);
    const share = level * shift * ofDay * (isWeekend(at) ? weekend : 1) * (1 + growth * (hour / 24)) * Math.exp(noise);
    return capacity * Math.min(1, Math.max(0.001, share));
  });
};
