import { Draws } from '@ml/domain/training/draws';

/** Draws of the distributions that a world is made of. */
export class WorldDraws extends Draws {
  /** Mean 0, deviation 1 (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

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

/** A seed of its own for each thing by that name, so that one more or less changes nothing about the others (FNV-1a). */
export const seedFor = (seed: number, name: string): number => {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};
