import { SeenRange } from './seen-range';

/** A season counts when it leaves less than this of what the values spread. */
const MOST_LEFT = 0.5;

export interface Season {
  /** Samples of one round. */
  readonly period: number;
  /** Rounds that are looked back, and how many of them there must be. */
  readonly rounds: number;
  readonly leastRounds: number;
  /** Samples that a range remembers. */
  readonly memory: number;
}

/** What is left of a sample once the middle of its like is taken from it: those at the same time of the rounds before. */
export class SameTimeBefore {
  private readonly left: SeenRange;

  constructor(private readonly season: Season) {
    this.left = new SeenRange(season.memory);
  }

  /**
   * How far beyond what was usual at this time; 0 where the series follows no such round.
   * @param samples those before `at`, and the one at it; NaN where there is none
   * @param spread of the values as they are
   */
  take(samples: Float64Array, at: number, spread: { readonly values: number; readonly noise: number }): number {
    const usual = this.usualAt(samples, at);
    if (Number.isNaN(usual)) return 0;
    const apart = (samples[at] as number) - usual;
    const follows = this.left.size >= this.season.period && this.left.spread() < MOST_LEFT * spread.values;
    const beyond = follows ? this.left.beyond(apart, spread.noise) : 0;
    this.left.add(apart);
    return beyond;
  }

  private usualAt(samples: Float64Array, at: number): number {
    const { period, rounds, leastRounds } = this.season;
    const like: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const sample = samples[at - round * period] ?? Number.NaN;
      if (!Number.isNaN(sample)) like.push(sample);
    }
    if (like.length < leastRounds) return Number.NaN;
    like.sort((one, other) => one - other);
    return ((like[(like.length - 1) >> 1] as number) + (like[like.length >> 1] as number)) / 2;
  }
}
