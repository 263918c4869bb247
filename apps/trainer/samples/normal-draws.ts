import { Draws } from '@ml/domain/training/draws';

/** Draws of the normal distribution (Box and Muller). */
export class NormalDraws extends Draws {
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}

/** A seed of its own for each thing by that name, so that one more or less changes nothing about the others (FNV-1a). */
export const seedFor = (seed: number, name: string): number => {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

/** When generated data end, unless another time is asked for: the same seed makes the same bytes on any day. */
export const SAMPLE_END = Date.UTC(2026, 10, 1);
