import { Draws } from '@ml/domain/training/draws';
import { seedFor } from '@ml/domain/training/seed-for';
import { DAY_MS, SECOND_MS } from '@ml/units/time';
import type { UsageHistory } from '../data/usage-history';

const STEP_SECONDS = 900;
const DAYS = 14;
const SERIES = 40;
/** Samples that an anomaly lasts. */
const LONGEST = 8;
/** Chance of each sample that one begins there. */
const CHANCE = 1 / 250;

const KINDS = [
  (value: number, draws: Draws): number => value * (1.8 + draws.next()),
  (value: number): number => value * 0.2,
  (value: number): number => value * 1.5,
  (value: number, draws: Draws): number => value * Math.exp(0.4 * draws.normal()),
] as const;

/** Days that are alike, and now and then a few samples that are not: those are marked. */
export const sampleAnomalies = ({ seed, end }: { readonly seed: number; readonly end: number }): readonly UsageHistory[] =>
  Array.from({ length: SERIES }, (_, at) => {
    const name = `series-${String(at + 1).padStart(2, '0')}`;
    const draws = new Draws(seedFor(seed, `anomalies ${name}`));
    const count = (DAYS * DAY_MS) / SECOND_MS / STEP_SECONDS;
    const anomalous = marks(count, draws);
    const swing = 0.5 * draws.next();
    const level = 10 + 90 * draws.next();
    let kind = KINDS[0];
    const cpu = anomalous.reduce((values, mark, sample) => {
      if (mark === 1 && anomalous[sample - 1] !== 1) kind = KINDS[draws.below(KINDS.length)] ?? kind;
      const usual = level * (1 + swing * Math.sin((2 * Math.PI * sample * STEP_SECONDS) / 86_400)) * Math.exp(0.05 * draws.normal());
      values[sample] = mark === 1 ? kind(usual, draws) : usual;
      return values;
    }, new Float64Array(count));
    return { name, start: end - DAYS * DAY_MS, stepSeconds: STEP_SECONDS, cpu, memory: new Float64Array(), cpuCapacity: Number.NaN, memoryCapacity: Number.NaN, anomalous };
  });

const marks = (count: number, draws: Draws): Uint8Array => {
  const anomalous = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) if (draws.next() < CHANCE) anomalous.fill(1, at, at + 1 + draws.below(LONGEST));
  return anomalous;
};
