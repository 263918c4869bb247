import type { PoolLevel } from '@ml/contracts/pools';
import type { LevelCourse } from './pool-level';

/** Names kept of an episode: whoever comes later is counted. */
export const NAMED_CUSTOMERS = 1_000;

/** What the reports of the window say of a pool. Milliseconds since the epoch. */
export interface WindowFigures {
  readonly customer_ids: readonly string[];
  /** Events: nodes lost together count once. */
  readonly interruptions: number;
  readonly first_at: number | null;
  readonly last_at: number | null;
}

/** From the first level that is not NORMAL until it is NORMAL again. Figures are those of its worst window. Milliseconds since the epoch. */
export interface Episode {
  readonly episode_id: string;
  readonly level: PoolLevel;
  readonly peak_level: PoolLevel;
  readonly customers: number;
  readonly interruptions: number;
  readonly customer_ids: readonly string[];
  readonly first_at: number;
  readonly last_at: number;
  readonly started_at: number;
  readonly confirmed_at: number | null;
  /** Unless somebody is interrupted again. */
  readonly ends_at: number;
  readonly ended_at: number | null;
  /** How often its level has changed, the first time included. */
  readonly steps: number;
}

export interface LevelChange {
  readonly episode: Episode;
  readonly level: PoolLevel;
  readonly level_before: PoolLevel;
  readonly at: number;
}

export interface EpisodesAfter {
  /** The one that was open, when it is over. */
  readonly ended: Episode | null;
  /** The one that is open now. */
  readonly open: Episode | null;
  readonly changes: readonly LevelChange[];
}

export interface Observed {
  readonly course: LevelCourse;
  readonly figures: WindowFigures;
  readonly now: number;
  /** For an episode that begins. */
  readonly newId: () => string;
}

/** What becomes of the open episode of a pool, if any, by what is seen there now. An episode whose end has passed is over, whatever has come since. */
export const episodesAfter = (before: Episode | null, observed: Observed): EpisodesAfter => {
  const { course, now } = observed;
  if (before !== null && (before.ends_at <= now || course.ends_at === null)) {
    const ended = { ...before, level: 'NORMAL' as const, ended_at: Math.min(before.ends_at, now), steps: before.steps + 1 };
    const next = opened(observed);
    return { ended, open: next, changes: [{ episode: ended, level: 'NORMAL', level_before: before.level, at: ended.ended_at }, ...beginning(next, now)] };
  }
  if (before === null) {
    const open = opened(observed);
    return { ended: null, open, changes: beginning(open, now) };
  }
  const open = lasting(before, observed);
  const changes = open.level === before.level ? [] : [{ episode: open, level: open.level, level_before: before.level, at: now }];
  return { ended: null, open, changes };
};

const beginning = (episode: Episode | null, now: number): readonly LevelChange[] => (episode === null ? [] : [{ episode, level: episode.level, level_before: 'NORMAL', at: now }]);

const opened = ({ course: { level, customers, ends_at }, figures, now, newId }: Observed): Episode | null =>
  ends_at === null
    ? null
    : {
        episode_id: newId(),
        level,
        peak_level: level,
        customers,
        interruptions: figures.interruptions,
        customer_ids: named(figures.customer_ids),
        first_at: figures.first_at ?? now,
        last_at: figures.last_at ?? now,
        started_at: now,
        confirmed_at: level === 'CONFIRMED_RISKY' ? now : null,
        ends_at,
        ended_at: null,
        steps: 1,
      };

const lasting = (before: Episode, { course: { level, customers, ends_at }, figures, now }: Observed): Episode => ({
  ...before,
  level,
  peak_level: before.peak_level === 'CONFIRMED_RISKY' ? before.peak_level : level,
  customers: Math.max(before.customers, customers),
  interruptions: Math.max(before.interruptions, figures.interruptions),
  customer_ids: withNames(before.customer_ids, figures.customer_ids),
  first_at: Math.min(before.first_at, figures.first_at ?? before.first_at),
  last_at: Math.max(before.last_at, figures.last_at ?? before.last_at),
  confirmed_at: before.confirmed_at ?? (level === 'CONFIRMED_RISKY' ? now : null),
  ends_at: ends_at ?? before.ends_at,
  steps: before.steps + (level === before.level ? 0 : 1),
});

const named = (names: readonly string[]): readonly string[] => names.slice(0, NAMED_CUSTOMERS);

const withNames = (known: readonly string[], more: readonly string[]): readonly string[] => {
  if (known.length >= NAMED_CUSTOMERS) return known;
  const names = new Set(known);
  const added = more.filter((name) => !names.has(name));
  return added.length === 0 ? known : named([...known, ...added]);
};
