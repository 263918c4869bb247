import type { UpOrDown } from './schedule';
import type { Timeline } from './timeline';

/** Which part of their common range, 0 to 1, all of these are down at once. */
export const downShare = (timelines: readonly Timeline<UpOrDown>[]): number => {
  const [one] = timelines;
  if (one === undefined) return 0;
  const { from, until } = one.range;
  const turns = timelines.flatMap(({ turns: own }) => own).sort((first, second) => first.at - second.at);
  let down = timelines.filter(({ first }) => first === 'down').length;
  let [since, total] = [from, 0];
  for (const { at, state } of turns) {
    if (down === timelines.length) total += at - since;
    since = at;
    down += state === 'down' ? 1 : -1;
  }
  if (down === timelines.length) total += until - since;
  return total / (until - from);
};
