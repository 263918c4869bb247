import { fault, shown, type Read } from '@ml/state/read';
import { dayTime } from './day-time';
import type { Period } from './period';
import type { TimeZone } from './time-zone';
import { DAY_MINUTES, WEEK_MINUTES } from './wall-clock';
import { daysBetween } from './weekday';
import type { WeekSpan } from './week-span';
import { zoneName } from './zone-name';

/** Whether a text is in this grammar at all. */
export const isCustodianText = (text: string): boolean => /^\s*(?:off|on|tz)\s*(?:=|$)/i.test(text);

/** Monday to Sunday. */
const DAYS = 'mtwhfsu';
const EDGE = String.raw`\(\s*[${DAYS}](?:-[${DAYS}])?\s*,\s*\d{1,2}(?::\d{2})?\s*\)`;
const EDGES = new RegExp(String.raw`^(?:${EDGE}|\[\s*${EDGE}(?:\s*,\s*${EDGE})*\s*\])$`);
const ONE_EDGE = new RegExp(String.raw`([${DAYS}])(?:-([${DAYS}]))?\s*,\s*(\d{1,2}(?::\d{2})?)`, 'g');

/** Abbreviations stand for a place, so that its summer time counts. */
const ZONES: Readonly<Record<string, string>> = {
  pt: 'America/Los_Angeles',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  at: 'America/Phoenix',
  ast: 'America/Phoenix',
  mt: 'America/Denver',
  mst: 'America/Denver',
  mdt: 'America/Denver',
  ct: 'America/Chicago',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  et: 'America/New_York',
  est: 'America/New_York',
  edt: 'America/New_York',
  brt: 'America/Sao_Paulo',
  gmt: 'Etc/GMT',
  gt: 'Etc/GMT',
  utc: 'Etc/UTC',
  bst: 'Europe/London',
  ist: 'Europe/Dublin',
  cet: 'Europe/Berlin',
  it: 'Europe/Rome',
  jst: 'Asia/Tokyo',
  kst: 'Asia/Seoul',
  sgt: 'Asia/Singapore',
  aet: 'Australia/Sydney',
  nzst: 'Pacific/Auckland',
};

/**
 * Times as Cloud Custodian writes them, `off=[(M-F,21),(U,18)];on=[(M-F,6),(U,10)];tz=pt`: something is up from when it is switched on until it is next switched off.
 * Read as a state, not as the two hours in which somebody acts: whoever looks later still finds what should be.
 */
export const custodianText =
  (otherwise: TimeZone): Read<readonly Period[]> =>
  (value) => {
    const parts = partsOf(value);
    const [off, on, tz] = ['off', 'on', 'tz'].map((key) => parts.get(key));
    if (off === undefined || on === undefined) throw fault('BAD_WINDOW', `${shown(value)} says only one of when to switch off and when to switch on`);
    const zone = tz === undefined ? otherwise : zoneName(Object.hasOwn(ZONES, tz) ? ZONES[tz] : tz);
    return [{ kind: 'weekly', zone, spans: spansBetween(edgesIn(on), edgesIn(off)) }];
  };

const partsOf = (value: unknown): ReadonlyMap<string, string> => {
  const pairs = typeof value === 'string' ? value.toLowerCase().split(';').map((part) => part.trim()).filter((part) => part !== '') : [];
  const parts = new Map<string, string>();
  for (const pair of pairs) {
    const [, key, setting] = /^(off|on|tz)\s*=\s*(\S.*)$/.exec(pair) ?? [];
    if (key === undefined || setting === undefined || parts.has(key)) throw fault('BAD_WINDOW', `${shown(value)} is not a schedule like "off=(M-F,19);on=(M-F,7);tz=pt"`);
    parts.set(key, setting);
  }
  return parts;
};

/** Minutes of the week, each once. */
const edgesIn = (text: string): ReadonlySet<number> => {
  if (!EDGES.test(text)) throw fault('BAD_WINDOW', `${shown(text)} is not days and an hour like "(M-F,19)"`);
  return new Set([...text.matchAll(ONE_EDGE)].flatMap(([, first = '', last = first, hour = '']) => edgesOf(first, last, hourOf(hour))));
};

const edgesOf = (first: string, last: string, minute: number): readonly number[] => daysBetween(DAYS.indexOf(first), DAYS.indexOf(last)).map((day) => (day * DAY_MINUTES + minute) % WEEK_MINUTES);

const hourOf = (text: string): number => dayTime(text.includes(':') ? text : `${text}:00`);

const spansBetween = (on: ReadonlySet<number>, off: ReadonlySet<number>): readonly WeekSpan[] => {
  const both = [...on].find((edge) => off.has(edge));
  if (both !== undefined) throw fault('BAD_WINDOW', 'switches on and off at the same time');
  const ends = [...off].sort((one, other) => one - other);
  return [...on]
    .sort((one, other) => one - other)
    .map((from) => {
      const end = ends.find((edge) => edge > from) ?? (ends[0] ?? 0) + WEEK_MINUTES;
      return { from, minutes: end - from };
    });
};
