import { DAY_MS } from '@ml/units/time';
import { shown, textOf } from './fields';
import { RowFault } from './refusal';

/** Spot instances were first sold on 2009-12-14. */
const FIRST_SPOT_DAY = Date.UTC(2009, 11, 14);

const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Milliseconds since the epoch of an RFC 3339 instant (a blank for the `T` is understood); null when it is none. */
export const instantMs = (text: string): number | null => {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [, day = '', time = '', fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${day}T${time}${fraction}${offsetOf(zone.toUpperCase())}`);
  return Number.isNaN(ms) || !dayExists(day) ? null : ms;
};

/** `+0200` -> `+02:00`, which is what `Date.parse` understands. */
const offsetOf = (zone: string): string => (zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`);

/** Midnight UTC of `YYYY-MM-DD`; null when there is no such day. */
export const dayMs = (text: string): number | null => (DAY.test(text) && dayExists(text) ? Date.parse(`${text}T00:00:00Z`) : null);

/** `Date.parse` reads 2026-02-30 as 2 March. */
const dayExists = (day: string): boolean => {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).getUTCDate() === Number(day.slice(-2));
};

/**
 * When a price was reported, in milliseconds since the epoch: an RFC 3339 text, or the `Date` of an SDK.
 * Nothing from before spot existed, nothing later than `ahead` after `now` (clocks differ, prices are not announced ahead).
 */
export const reportedAtMs = (value: unknown, now: number, ahead = DAY_MS): number => {
  const ms = value instanceof Date ? value.getTime() : instantMs(textOf(value, 'timestamp'));
  const given = value instanceof Date ? 'the timestamp' : shown(String(value));
  if (ms === null || Number.isNaN(ms)) throw new RowFault('BAD_TIME', `${given} is not a time such as 2026-11-20T10:00:00Z`);
  if (ms < FIRST_SPOT_DAY) throw new RowFault('BAD_TIME', `${given} is before spot instances existed`);
  if (ms > now + ahead) throw new RowFault('BAD_TIME', `${given} lies in the future`);
  return ms;
};

/** A day as `YYYY-MM-DD`, from a day or the beginning of an instant. */
export const dayTextOf = (value: unknown, field: string): string => {
  const text = textOf(value, field).slice(0, 10);
  if (dayMs(text) === null) throw new RowFault('BAD_TIME', `${field} ${shown(text)} is not a day such as 2026-11-20`);
  return text;
};
