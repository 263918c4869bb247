import type { Held, Reason } from '@ml/contracts/decision';
import type { Holidays } from '@ml/engine-kernel/calendar/covers';
import { holidays } from '@ml/engine-kernel/calendar/holidays';
import { officeHours } from '@ml/engine-kernel/calendar/office-hours';
import type { Period } from '@ml/engine-kernel/calendar/period';
import type { Override } from '@ml/engine-kernel/calendar/schedule';
import { scheduleText } from '@ml/engine-kernel/calendar/schedule-text';
import type { TimeZone } from '@ml/engine-kernel/calendar/time-zone';
import { windowListIn } from '@ml/engine-kernel/calendar/window-list';
import { zoneName } from '@ml/engine-kernel/calendar/zone-name';
import { names } from '@ml/engine-kernel/ask';
import { canonicalJson } from '@ml/state/canonical-json';
import { StateFault } from '@ml/state/fault';
import { fault, under, type Read } from '@ml/state/read';
import { array, fallback, object, optional, required } from '@ml/state/shapes';
import { choice, time, whole } from '@ml/state/values';
import { compareText } from '@ml/units/compare-text';
import type { PostedEnvironment, Selector } from './ask';
import { hoursText } from './hours-text';

/** When an environment is up, and what is left of it when it is down. */
export interface Hours {
  readonly zone: TimeZone;
  /** Whether windows without a zone of their own are by UTC only because nobody named one. */
  readonly zoneAssumed: boolean;
  /** null: nothing was said, so that only workloads with times of their own have any. */
  readonly uptime: readonly Period[] | null;
  readonly holidays: Holidays | null;
  readonly overrides: readonly Override[];
  /** For people. */
  readonly text: string;
  readonly replicas: number;
  /** null: as configured. */
  readonly keptNodes: number | null;
  readonly startOrder: readonly string[];
}

export interface Environment {
  readonly name: string;
  readonly selector: Selector;
  /** The same for two environments with the same hours. */
  readonly signature: string;
  readonly hours: Hours | Held;
}

export const isFaulty = (hours: Hours | Held): hours is Held => 'code' in hours;

/** By name; two of one name are both refused, since nobody can tell which of them counts. */
export const environmentsOf = (posted: readonly PostedEnvironment[]): readonly Environment[] => {
  const counts = new Map<string, number>();
  for (const { name } of posted) counts.set(name, (counts.get(name) ?? 0) + 1);
  const read = posted.map((one) => {
    const hours = (counts.get(one.name) ?? 0) > 1 ? held(one, { code: 'DUPLICATE_ENVIRONMENT', text: `requirements.environments names ${one.name} twice` }) : hoursOf(one);
    return { name: one.name, selector: one.selector, signature: signatureOf(one.fields), hours };
  });
  return read.sort((one, other) => compareText(one.name, other.name) || compareText(one.signature, other.signature));
};

const held = ({ name }: PostedEnvironment, reason: Reason): Held => ({ target: { kind: 'Environment', name }, ...reason });

const signatureOf = (fields: PostedEnvironment['fields']): string => canonicalJson({ ...fields, environment: null, environments: null, selector: null, start_order: null });

const hoursOf = (posted: PostedEnvironment): Hours | Held => {
  try {
    return posted.path.reduceRight<Read<Hours>>((read, key) => (value) => under(key, read, value), readHours)(posted.fields);
  } catch (error) {
    if (!(error instanceof StateFault)) throw error;
    return held(posted, { code: error.code, text: error.message });
  }
};

const MOST_REPLICAS = 1_000_000;
const override = object({ from: required(time), until: required(time), state: required(choice(['up', 'down'])) });

const plain = object({
  timezone: optional(zoneName),
  holidays: optional(holidays),
  overrides: fallback(array(override), []),
  scale_down_replicas: fallback(whole({ min: 0, max: MOST_REPLICAS }), 0),
  scale_down_instance_count: optional(whole({ min: 0, max: MOST_REPLICAS })),
  start_order: names,
});

const UTC = zoneName('UTC');
/** The same, told apart by identity: what nobody asked for. */
const ASSUMED: TimeZone = { ...UTC };

const readHours: Read<Hours> = (value) => {
  const read = plain(value);
  const zone = read.timezone ?? ASSUMED;
  const uptime = uptimeIn(zone, value);
  // Where only the windows name a zone, its days are those of the environment.
  const named = uptime?.find((period) => period.kind === 'weekly' && period.zone !== ASSUMED);
  const days = read.timezone ?? (named?.kind === 'weekly' ? named.zone : UTC);
  return {
    zone,
    zoneAssumed: uptime?.some((period) => period.kind === 'weekly' && period.zone === ASSUMED) === true,
    uptime,
    holidays: read.holidays === null ? null : { is: read.holidays, zone: days },
    overrides: under('overrides', agreeing, read.overrides.map(({ from, until, state }): Override => ({ kind: 'once', from, until, state }))),
    text: hoursText(value),
    replicas: read.scale_down_replicas,
    keptNodes: read.scale_down_instance_count,
    startOrder: read.start_order,
  };
};

const uptimeIn = (zone: TimeZone, value: unknown): readonly Period[] | null => {
  const read = object({
    office_hours: optional<readonly Period[]>((hours) => [{ kind: 'weekly', zone, spans: officeHours(hours) }]),
    windows: optional(windowListIn(zone)),
    expression: optional(scheduleText(zone)),
  })(value);
  // A list of no windows says nothing; what shall never be up says so in words.
  const windows = read.windows?.length === 0 ? null : read.windows;
  const said = [read.office_hours, windows, read.expression].filter((periods) => periods !== null);
  const [first, ...others] = said.map(periodsText);
  if (others.some((text) => text !== first)) throw fault('BAD_WINDOW', 'office_hours, windows and expression say different times; give one of them');
  return said[0] ?? null;
};

const periodsText = (periods: readonly Period[]): string => canonicalJson(periods.map((period) => (period.kind === 'once' ? period : { zone: period.zone.name, spans: period.spans })));

/** Nobody can say which of two exceptions counts when they contradict each other. */
const agreeing = (value: unknown): readonly Override[] => {
  const overrides = value as readonly Override[];
  const ordered = [...overrides].sort((one, other) => one.from - other.from || one.until - other.until);
  const latest = { up: Number.NEGATIVE_INFINITY, down: Number.NEGATIVE_INFINITY };
  for (const { from, until, state } of ordered) {
    if (from >= until) throw fault('BAD_WINDOW', 'an override ends before it starts');
    if (latest[state === 'up' ? 'down' : 'up'] > from) throw fault('BAD_WINDOW', 'two overrides say up and down for the same time');
    latest[state] = Math.max(latest[state], until);
  }
  return ordered;
};
