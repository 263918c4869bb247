import { fault, shown, type Read } from '@ml/state/read';
import { dayFrom } from './calendar-day';
import { dayTime } from './day-time';
import { refuseEmptyHours } from './empty-hours';
import type { Period } from './period';
import type { TimeZone } from './time-zone';
import { daysBetween, weekday } from './weekday';
import { spansOf, WHOLE_WEEK } from './week-span';
import { zoneName } from './zone-name';

/** Mon-Fri 08:00-18:00 Europe/Berlin */
const WEEKLY = /^([A-Za-z]+)(?:-([A-Za-z]+))?\s+([\d:]+)-([\d:]+)(?:\s+(\S+))?$/;
const INSTANT = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})`;
/** 2026-12-24T12:00:00+01:00-2027-01-02T08:00:00+01:00 */
const ONCE = new RegExp(String.raw`^(${INSTANT})\s*-\s*(${INSTANT})$`);
const EXAMPLE = '"Mon-Fri 08:00-18:00 Europe/Berlin"';

/**
 * Times as the Kubernetes downscaler writes them: a list, separated by commas, of weekly windows and of absolute ranges; or `always`, or `never`.
 * Where a window names no zone, `otherwise` holds.
 */
export const weeklyText =
  (otherwise: TimeZone): Read<readonly Period[]> =>
  (value) => {
    if (typeof value !== 'string' || value.trim() === '') throw fault('BAD_WINDOW', `${shown(value)} is not a list of times like ${EXAMPLE}`);
    const word = value.trim().toLowerCase();
    if (word === 'never') return [];
    if (word === 'always') return [{ kind: 'weekly', zone: otherwise, spans: [WHOLE_WEEK] }];
    return value.split(',').map((part) => periodOf(part.trim(), otherwise));
  };

const periodOf = (part: string, otherwise: TimeZone): Period => {
  const [, from, until] = ONCE.exec(part) ?? [];
  if (from !== undefined && until !== undefined) return onceBetween(instant(from), instant(until), part);
  const [match, first, last = first, opens, closes, named] = WEEKLY.exec(part) ?? [];
  if (match === undefined) throw fault('BAD_WINDOW', `${shown(part)} is not a time like ${EXAMPLE}`);
  const [start, end] = [dayTime(opens), dayTime(closes)];
  refuseEmptyHours({ start, end });
  const days = daysBetween(weekday(first), weekday(last));
  return { kind: 'weekly', zone: named === undefined ? otherwise : zoneName(named), spans: spansOf({ days, start, end }) };
};

const DAY_LENGTH = '2026-12-24'.length;

/** `Date.parse` takes 30 February for 2 March. */
const instant = (text: string): number => (dayFrom(text.slice(0, DAY_LENGTH)) === undefined ? Number.NaN : Date.parse(text));

const onceBetween = (from: number, until: number, part: string): Period => {
  if (Number.isNaN(from) || Number.isNaN(until)) throw fault('BAD_WINDOW', `${shown(part)} names a time that does not exist`);
  if (from >= until) throw fault('BAD_WINDOW', `${shown(part)} ends before it starts`);
  return { kind: 'once', from, until };
};
