import type { PoolLesson, PoolSnapshot } from '@ml/contracts/pools';

/** A difference of scores that moves the formula by 0.00125 at most. */
const NOISE = 0.005;

/** `risk`: where nodes may be sent, or what the scores weigh. `scores`: how pools rank. */
export type SnapshotChange = 'none' | 'scores' | 'risk';

type Content = Pick<PoolSnapshot, 'weight' | 'pools'>;

const nameOf = ({ instance_type, availability_zone }: PoolLesson): string => `${instance_type}/${availability_zone}`;

/** What engines would decide otherwise for. Blocks that are over by `now` (epoch ms) are none, and scores that weigh nothing do not count. */
export const changeBetween = (before: Content, after: Content, now: number): SnapshotChange => {
  if (before.weight !== after.weight) return 'risk';
  const old = new Map(before.pools.map((lesson) => [nameOf(lesson), lesson]));
  let scored = false;
  for (const lesson of after.pools) {
    const known = old.get(nameOf(lesson));
    old.delete(nameOf(lesson));
    if (riskOf(lesson, now) !== riskOf(known, now)) return 'risk';
    scored ||= isScoredAnew(known, lesson);
  }
  for (const gone of old.values()) {
    if (riskOf(gone, now) !== '') return 'risk';
    scored ||= gone.confidence > 0;
  }
  return scored && after.weight > 0 ? 'scores' : 'none';
};

/** Empty for a pool to which nodes may be sent as to any other. */
const riskOf = (lesson: PoolLesson | undefined, now: number): string => {
  if (lesson === undefined) return '';
  const level = lesson.level === 'NORMAL' ? '' : lesson.level;
  return lesson.blocked_until !== null && Date.parse(lesson.blocked_until) > now ? `${level} ${lesson.blocked_until}` : level;
};

const isScoredAnew = (known: PoolLesson | undefined, lesson: PoolLesson): boolean => {
  if (known === undefined) return lesson.confidence > 0;
  return Math.abs(known.learned_score - lesson.learned_score) >= NOISE || Math.abs(known.confidence - lesson.confidence) >= NOISE;
};
