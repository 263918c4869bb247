import { postedTime } from './posted-time';

/** The times of a series as they were posted. */
export interface PostedTimes {
  /** Milliseconds since the epoch; null: it is none. */
  readonly times: readonly (number | null)[];
  /** All are times from 1970 on, none is before the one before it. */
  readonly inOrder: boolean;
}

export const postedTimes = (texts: readonly unknown[]): PostedTimes => {
  const times = texts.map(postedTime);
  return { times, inOrder: times.every((time, at) => time !== null && time >= (times[at - 1] ?? 0)) };
};
