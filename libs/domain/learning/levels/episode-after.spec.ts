import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodesAfter, NAMED_CUSTOMERS, type Episode, type LevelChange } from './episode-after';
import { levelAt, levelCourse, type Sighting } from './pool-level';

/** Minutes. */
const WINDOW = 60;

/** Looks at a pool again and again, as batches and the clock do, and keeps what becomes of it. */
const follow = (sightings: readonly Sighting[], looks: readonly number[]) => {
  let open: Episode | null = null;
  let episodes = 0;
  const [changes, ended]: [LevelChange[], Episode[]] = [[], []];
  for (const now of looks) {
    const known = sightings.filter(({ at }) => at <= now);
    const inWindow = known.filter(({ at }) => at > now - WINDOW).map(({ at }) => at);
    const figures = {
      customer_ids: [...new Set(known.filter(({ at }) => at > now - WINDOW).map(({ customer_id }) => customer_id))].sort(),
      interruptions: inWindow.length,
      first_at: inWindow.length === 0 ? null : Math.min(...inWindow),
      last_at: inWindow.length === 0 ? null : Math.max(...inWindow),
    };
    const after = episodesAfter(open, { course: levelCourse(known, now, WINDOW), figures, now, newId: () => `e${String((episodes += 1))}` });
    open = after.open;
    if (after.ended !== null) ended.push(after.ended);
    changes.push(...after.changes);
  }
  return { open, ended, changes };
};

const sightings = fc.array(fc.record({ customer_id: fc.constantFrom('a', 'b', 'c', 'd'), at: fc.nat(40).map((step) => step * 10) }), { maxLength: 14 });
const looks = fc.array(fc.nat(600), { minLength: 1, maxLength: 30 }).map((times) => times.sort((left, right) => left - right));

describe('an episode', () => {
  const THREE: readonly Sighting[] = [
    { customer_id: 'a', at: 0 },
    { customer_id: 'b', at: 10 },
    { customer_id: 'c', at: 20 },
  ];

  it('begins with the second customer, is confirmed with the third, and ends a window after it was confirmed last', () => {
    const { open, ended, changes } = follow(THREE, [0, 10, 20, 60, 119, 120]);
    expect(open).toBeNull();
    expect(changes.map(({ level_before, level, at }) => [level_before, level, at])).toEqual([
      ['NORMAL', 'UNCERTAIN', 10],
      ['UNCERTAIN', 'CONFIRMED_RISKY', 20],
      ['CONFIRMED_RISKY', 'UNCERTAIN', 60],
      ['UNCERTAIN', 'NORMAL', 120],
    ]);
    expect(ended).toMatchObject([{ episode_id: 'e1', peak_level: 'CONFIRMED_RISKY', customers: 3, customer_ids: ['a', 'b', 'c'], started_at: 10, confirmed_at: 20, ended_at: 120, steps: 4 }]);
  });

  it('has ended when it should have, though nobody looked', () => {
    expect(follow(THREE, [20, 999]).ended).toMatchObject([{ ended_at: 120, steps: 2 }]);
  });

  it('names the first thousand customers, and counts all', () => {
    const crowd = Array.from({ length: NAMED_CUSTOMERS + 5 }, (_, index) => ({ customer_id: `cu-${String(index)}`, at: index < 4 ? 0 : 1 }));
    const { open } = follow(crowd, [0, 1]);
    expect([open?.customers, open?.customer_ids.length, open?.customer_ids.slice(0, 4)]).toEqual([NAMED_CUSTOMERS + 5, NAMED_CUSTOMERS, ['cu-0', 'cu-1', 'cu-2', 'cu-3']]);
  });

  it('is open exactly while its pool is not NORMAL, at the level of its pool, and ends in the future', () => {
    fc.assert(
      fc.property(sightings, looks, (reports, times) => {
        const now = times.at(-1) ?? 0;
        const { open } = follow(reports, times);
        expect(open?.level ?? 'NORMAL').toBe(levelAt(reports, now, WINDOW));
        if (open !== null) expect(open.ends_at).toBeGreaterThan(now);
      }),
    );
  });

  it('is told step by step, each change from what was told before, under a number of its own', () => {
    fc.assert(
      fc.property(sightings, looks, (reports, times) => {
        const { changes } = follow(reports, times);
        let level: string = 'NORMAL';
        for (const change of changes) {
          expect([change.level_before, change.level === level]).toEqual([level, false]);
          level = change.level;
        }
        const names = changes.map(({ episode }) => `${episode.episode_id}:${String(episode.steps)}`);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  it('never overlaps another', () => {
    fc.assert(
      fc.property(sightings, looks, (reports, times) => {
        const { open, ended } = follow(reports, times);
        const all = [...ended, ...(open === null ? [] : [open])];
        for (const [index, episode] of all.entries()) {
          expect(episode.ended_at ?? Infinity).toBeGreaterThan(episode.started_at);
          expect(episode.started_at).toBeGreaterThanOrEqual(all[index - 1]?.ended_at ?? 0);
        }
      }),
    );
  });
});
