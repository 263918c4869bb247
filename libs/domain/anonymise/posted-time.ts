import { SECOND_MS } from '@ml/units/time';
import { leadingSeconds } from '@ml/state/utc-seconds';
import { instantMs } from '../prices/instant';

const SECONDS = '2026-11-20T10:00:00'.length;
const MILLISECONDS = '2026-11-20T10:00:00.000Z'.length;
/** What programs write after the seconds in UTC. */
const TAIL = /^(\.\d{1,9})?(?:Z|\+00:00)$/;
const [DOT, Z, ZERO, NINE] = [...'.Z09'].map((letter) => letter.charCodeAt(0)) as [number, number, number, number];

/** Milliseconds since the epoch of an RFC 3339 time with a zone; null when it is none. The usual forms are read without `Date.parse`: a scan has millions. */
export const postedTime = (text: unknown): number | null => {
  if (typeof text !== 'string') return null;
  const seconds = leadingSeconds(text);
  if (Number.isNaN(seconds)) return instantMs(text);
  const fraction = fractionMs(text);
  return fraction === null ? instantMs(text) : seconds + fraction;
};

/** What follows the seconds, in whole milliseconds; null when it is more than a fraction in UTC. */
const fractionMs = (text: string): number | null => {
  if (text.length === SECONDS + 1 && text.charCodeAt(SECONDS) === Z) return 0;
  if (text.length === MILLISECONDS && text.charCodeAt(SECONDS) === DOT && text.charCodeAt(MILLISECONDS - 1) === Z) {
    const thousandths = digit(text, SECONDS + 1) * 100 + digit(text, SECONDS + 2) * 10 + digit(text, SECONDS + 3);
    return Number.isNaN(thousandths) ? null : thousandths;
  }
  const tail = TAIL.exec(text.slice(SECONDS));
  return tail === null ? null : Math.trunc(Number(tail[1] ?? 0) * SECOND_MS);
};

const digit = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= NINE ? code - ZERO : Number.NaN;
};
