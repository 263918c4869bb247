import { SECOND_MS } from '@ml/units/time';
import { utcSeconds } from '@ml/state/utc-seconds';
import { instantMs } from '../prices/instant';

const SECONDS = '2026-11-20T10:00:00'.length;
/** What programs write after the seconds in UTC. */
const TAIL = /^(\.\d{1,9})?(?:Z|\+00:00)$/;

/** Milliseconds since the epoch of an RFC 3339 time with a zone; null when it is none. The usual forms are read without `Date.parse`: a scan has millions. */
export const postedTime = (text: unknown): number | null => {
  if (typeof text !== 'string') return null;
  const tail = TAIL.exec(text.slice(SECONDS));
  const quick = tail === null ? Number.NaN : utcSeconds(`${text.slice(0, SECONDS)}Z`);
  return Number.isNaN(quick) ? instantMs(text) : quick + Math.trunc(Number(tail?.[1] ?? 0) * SECOND_MS);
};
