import { MINUTE_MS } from '@ml/units/time';

/**
 * Nodes of one pool that go within this time go together: of published interruptions of one type and zone that come close after one another, more than
 * 92% do within three minutes.
 */
export const EVENT_MS = 3 * MINUTE_MS;

/** Milliseconds since the epoch. */
export interface Timed {
  readonly at: number;
}

/** What happened to a pool at once: one observation, however many nodes and customers it hit. */
export interface InterruptionEvent<Report extends Timed> {
  readonly first_at: number;
  /** The report that it is anchored at. */
  readonly last_at: number;
  /** The latest first. */
  readonly reports: readonly Report[];
}

/**
 * The events behind the reports of one pool, the latest first. An event is anchored at its latest report and holds every report up to three minutes
 * before it; the next one is anchored at the latest report before that. So the reports alone count, not the order in which they came; no smaller number of
 * events would hold them all; and a further report never makes events fewer and moves anchors only to later times.
 */
export const interruptionEvents = <Report extends Timed>(reports: readonly Report[]): readonly InterruptionEvent<Report>[] => {
  const latestFirst = [...reports].sort((left, right) => right.at - left.at);
  const events: { first_at: number; last_at: number; reports: Report[] }[] = [];
  for (const report of latestFirst) {
    const open = events.at(-1);
    if (open === undefined || report.at < open.last_at - EVENT_MS) events.push({ first_at: report.at, last_at: report.at, reports: [report] });
    else {
      open.first_at = report.at;
      open.reports.push(report);
    }
  }
  return events;
};
