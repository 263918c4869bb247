import { Draws } from '@ml/domain/training/draws';

/** Draws of the distributions that a world is made of. */
export class WorldDraws extends Draws {
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** How many of what happens `mean` times on average (waiting times in a row, so that small means are cheap). */
  count(mean: number): number {
    let happened = -1;
    for (let waited = 0; waited < mean; waited += this.exponential(1)) happened += 1;
    return Math.max(0, happened);
  }

  /** 1 or more, `mean` on average. */
  group(mean: number): number {
    return 1 + Math.floor(Math.log(1 - this.next()) / Math.log(1 - 1 / mean));
  }
}
