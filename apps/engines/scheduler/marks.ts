import type { Reason } from '@ml/contracts/decision';
import type { Period } from '@ml/engine-kernel/calendar/period';
import { scheduleText } from '@ml/engine-kernel/calendar/schedule-text';
import type { TimeZone } from '@ml/engine-kernel/calendar/time-zone';
import { weeklyText } from '@ml/engine-kernel/calendar/weekly-text';
import { canonicalJson } from '@ml/state/canonical-json';
import { StateFault } from '@ml/state/fault';
import type { Labels } from '@ml/state/kubernetes/label-selector';
import { fault, under, type Read } from '@ml/state/read';

/** What annotations say about the hours of a workload; null and empty where they say nothing. */
export interface Marks {
  readonly forcedUp: readonly Period[];
  readonly forcedDown: readonly Period[];
  readonly uptime: readonly Period[] | null;
  readonly downtime: readonly Period[] | null;
  /** For people; null when the hours are those of the environment. */
  readonly text: string | null;
  readonly replicas: number | null;
  readonly graceSeconds: number | null;
}

/** What one level says: a workload with its scaler, or a namespace. */
interface Level {
  readonly name: string;
  readonly labels: Labels;
}

const CUSTODIAN = 'maid_offhours';
const UPTIME_KEYS = ['downscaler/uptime', CUSTODIAN, 'cloudoptim/schedule', 'cloudoptim:schedule'] as const;
const PERIOD_KEYS = ['downscaler/upscale-period', 'downscaler/downscale-period'] as const;
/** Each object has its own of these. */
const OWN_KEYS: readonly string[] = ['downscaler/original-replicas', 'downscaler/exclude', 'downscaler/exclude-until'];

/** Whether the hours are those of the environment, whatever else the annotations say. */
export const saysNoHours = ({ forcedUp, forcedDown, uptime, downtime }: Marks): boolean => uptime === null && downtime === null && forcedUp.length + forcedDown.length === 0;

/** The workload's own word, then that of its namespace, key by key. A reason when it cannot be read or contradicts itself. */
export const marksOf = (ofUnit: readonly Labels[], ofNamespace: Labels, zone: TimeZone): Marks | Reason => {
  const clash = clashIn(ofUnit);
  if (clash !== null) return clash;
  try {
    return readMarks([{ name: 'annotations', labels: Object.assign({}, ...ofUnit) as Labels }, { name: 'namespace_annotations', labels: ofNamespace }], zone);
  } catch (error) {
    if (!(error instanceof StateFault)) throw error;
    return { code: error.code, text: error.message };
  }
};

const conflicting = (text: string): Reason => ({ code: 'CONFLICTING_ANNOTATIONS', text });

const clashIn = (levels: readonly Labels[]): Reason | null => {
  const seen = new Map<string, string>();
  for (const [key, value] of levels.flatMap((labels) => Object.entries(labels))) {
    if (!OWN_KEYS.includes(key) && seen.has(key) && seen.get(key) !== value) return conflicting(`the workload and its autoscaler say different things in ${key}`);
    seen.set(key, value);
  }
  return null;
};

const readMarks = (levels: readonly Level[], zone: TimeZone): Marks | Reason => {
  const hours = first(levels, (level) => uptimeAt(level, zone));
  const force = first(levels, (level) => forceAt(level, zone));
  const refusal = refusalIn(levels) ?? [hours, force].find((said): said is Reason => said !== null && 'code' in said);
  if (refusal !== undefined) return refusal;
  const { up, down } = (force ?? NOT_FORCED) as Forced;
  const said = hours as Said | null;
  return {
    forcedUp: up,
    forcedDown: down,
    uptime: said === null ? null : said.periods,
    downtime: first(levels, read('downscaler/downtime', weeklyText(zone))),
    text: said === null ? null : said.text,
    replicas: first(levels, read('downscaler/downtime-replicas', wholeText)),
    graceSeconds: first(levels, read('downscaler/grace-period', wholeText)),
  };
};

const refusalIn = (levels: readonly Level[]): Reason | undefined => {
  const unknown = PERIOD_KEYS.find((key) => levels.some(({ labels }) => labels[key] !== undefined));
  if (unknown !== undefined) return { code: 'UNSUPPORTED_ANNOTATION', text: `${unknown} asks for a change within a period, which is not understood here` };
  const off = levels.some(({ labels }) => labels[CUSTODIAN]?.trim().toLowerCase() === 'off');
  return off ? { code: 'OPTED_OUT', text: `${CUSTODIAN} is off` } : undefined;
};

const first = <T>(levels: readonly Level[], find: (level: Level) => T | null): T | null => {
  for (const level of levels) {
    const found = find(level);
    if (found !== null) return found;
  }
  return null;
};

const read =
  <T>(key: string, reader: Read<T>): ((level: Level) => T | null) =>
  ({ name, labels }) =>
    labels[key] === undefined ? null : under(name, (all) => under(key, reader, all), labels[key]);

interface Said {
  readonly periods: readonly Period[];
  readonly text: string;
}

/** `on` of Cloud Custodian asks for the hours of the environment; `off` is an opt-out, which is looked for elsewhere. */
const saysNothing = (key: string, value: string): boolean => key === CUSTODIAN && ['', 'on', 'off', 'true'].includes(value.trim().toLowerCase());

const uptimeAt = (level: Level, zone: TimeZone): Said | Reason | null => {
  const said = UPTIME_KEYS.flatMap((key): readonly Said[] => {
    const text = level.labels[key];
    if (text === undefined || saysNothing(key, text)) return [];
    return [{ text, periods: read(key, scheduleText(zone))(level) ?? [] }];
  });
  if (new Set(said.map(({ periods }) => textOf(periods))).size > 1) return conflicting(`${level.name} say two different uptimes`);
  return said[0] ?? null;
};

const textOf = (periods: readonly Period[]): string => canonicalJson(periods.map((period) => (period.kind === 'once' ? period : { zone: period.zone.name, spans: period.spans })));

interface Forced {
  readonly up: readonly Period[];
  readonly down: readonly Period[];
}

const NOT_FORCED: Forced = { up: [], down: [] };

const forceAt = (level: Level, zone: TimeZone): Forced | Reason | null => {
  const [up, down] = [read('downscaler/force-uptime', forceTimes(zone))(level), read('downscaler/force-downtime', forceTimes(zone))(level)];
  if (up === null && down === null) return null;
  const forced: Forced = { up: up ?? [], down: down ?? [] };
  return forced.up.length > 0 && forced.down.length > 0 ? conflicting(`${level.name} force both uptime and downtime`) : forced;
};

/** `true`, `false`, or times. */
const forceTimes =
  (zone: TimeZone): Read<readonly Period[]> =>
  (value) => {
    const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
    return weeklyText(zone)(word === 'true' ? 'always' : word === 'false' ? 'never' : value);
  };

const wholeText: Read<number> = (value) => {
  if (typeof value !== 'string' || !/^\d{1,7}$/.test(value.trim())) throw fault('BAD_FIELD', `${JSON.stringify(value)} is not a whole number`);
  return Number(value);
};
