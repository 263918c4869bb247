import { SECOND_MS } from '@ml/units/time';
import { TrainFault } from '../train-fault';

/** Places of the grid for each sample: what has more gaps than this has a wrong time in it, and no memory is large enough for years of seconds. */
const MOST_PLACES = 1_000;

export interface GridOfSamples {
  readonly name: string;
  /** Milliseconds from one place to the next. */
  readonly step: number;
  /** Milliseconds since the epoch of the first sample and of the last. */
  readonly from: number;
  readonly until: number;
  readonly samples: number;
}

/** Places of a grid that holds all samples of a series. @throws TrainFault when next to all of them would be empty */
export const gridSize = ({ name, step, from, until, samples }: GridOfSamples): number => {
  const count = Math.round((until - from) / step) + 1;
  if (count <= MOST_PLACES * samples) return count;
  const [first, last] = [from, until].map((at) => new Date(at).toISOString());
  throw new TrainFault(`the series ${name} has ${String(samples)} samples, most of them ${String(step / SECOND_MS)} s apart, from ${first ?? ''} until ${last ?? ''}: one of its times must be wrong`);
};
