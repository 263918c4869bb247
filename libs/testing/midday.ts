import { DAY_MS, HOUR_MS, MINUTE_MS } from '@ml/units/time';

const loadedAt = Date.now();
const start = new Date(Math.floor(loadedAt / DAY_MS) * DAY_MS + 12 * HOUR_MS + 10 * MINUTE_MS);
const offsetMs = start.getTime() - loadedAt;

/**
 * A clock that begins at ten past twelve, UTC, of the day on which a spec file is run, at whatever hour that is: neither midnight, nor an hour,
 * nor what fires at night comes while the file runs.
 */
export const midday = {
  start,
  /** For every process, or service in the spec's own, that is to go by it. */
  env: { CLOCK_OFFSET_MS: String(offsetMs) },
  /** What those show. */
  now: (): Date => new Date(Date.now() + offsetMs),
  /** For those that are to be ahead of it. */
  ahead: (ms: number) => ({ CLOCK_OFFSET_MS: String(offsetMs + ms) }),
} as const;
