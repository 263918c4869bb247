import { field } from '../field';

const NAMES = { item: { max: 256 }, maxItems: 1000 } as const;
const CLOCK = { pattern: /^\d{1,2}:\d{2}$/ } as const;
export const ZONE = { max: 64, example: 'Europe/Berlin' } as const;
/** A calendar of a year's holidays of a country has some 10 KB. */
const LONGEST_CALENDAR = 500_000;

class EnvironmentSelector {
  @field.texts({ what: 'Workloads of these namespaces.', ...NAMES, example: ['dev', 'dev-tools'], optional: true })
  readonly namespaces?: readonly string[];

  @field.free({ what: 'Workloads that have all of these labels, themselves, on their pods or on their namespace.', example: { team: 'shop' }, optional: true, rare: true })
  readonly labels?: Readonly<Record<string, unknown>>;
}

class WeekdayHours {
  @field.text({ what: 'Local time, HH:MM.', ...CLOCK, example: '08:00' })
  readonly start!: string;

  @field.text({ what: 'Local time, HH:MM, up to 24:00; before `start` it is on the next day.', ...CLOCK, example: '18:00' })
  readonly end!: string;
}

class WeekendHours {
  @field.flag({ what: 'Whether there are any; then start and end are needed.', example: false, optional: true })
  readonly enabled?: boolean;

  @field.text({ what: 'Local time, HH:MM.', ...CLOCK, example: '10:00', optional: true, rare: true })
  readonly start?: string;

  @field.text({ what: 'Local time, HH:MM, up to 24:00.', ...CLOCK, example: '14:00', optional: true, rare: true })
  readonly end?: string;
}

export class OfficeHours {
  @field.object({ what: 'Monday to Friday.', type: () => WeekdayHours, optional: true })
  readonly weekdays?: WeekdayHours;

  @field.object({ what: 'Saturday and Sunday.', type: () => WeekendHours, optional: true })
  readonly weekends?: WeekendHours;
}

class ScheduleWindow {
  @field.texts({ what: 'Days on which it starts; without them each day.', item: { max: 9 }, maxItems: 7, example: ['mon', 'tue'], optional: true })
  readonly days?: readonly string[];

  @field.text({ what: 'Local time, HH:MM.', ...CLOCK, example: '08:00' })
  readonly start!: string;

  @field.text({ what: 'Local time, HH:MM, up to 24:00; before `start` it is on the next day, and the window belongs to the day on which it starts.', ...CLOCK, example: '18:00' })
  readonly end!: string;

  @field.text({ what: 'IANA time zone, if it is not that of the environment.', ...ZONE, optional: true, rare: true })
  readonly timezone?: string;
}

class ScheduleOverride {
  @field.time({ what: 'From this instant on.', example: '2026-12-01T17:00:00Z' })
  readonly from!: string;

  @field.time({ what: 'Until before this one.', example: '2026-12-01T22:00:00Z' })
  readonly until!: string;

  @field.text({ what: 'What holds meanwhile.', of: ['up', 'down'], example: 'up' })
  readonly state!: 'up' | 'down';
}

/** Workloads that share their hours. Hours are given once: as office hours, as windows or as an expression. */
export class ScheduleEnvironment {
  @field.text({ what: 'Its name. Without a selector it selects the namespace of that name and what is labelled `environment`, `env` or `stage` with it.', example: 'dev' })
  readonly environment!: string;

  @field.object({ what: 'What belongs to it: what is in one of the namespaces and has all of the labels.', type: () => EnvironmentSelector, optional: true })
  readonly selector?: EnvironmentSelector;

  @field.text({ what: 'IANA time zone of its hours and holidays. UTC where nothing names one.', ...ZONE, optional: true })
  readonly timezone?: string;

  @field.object({ what: 'When it is up.', type: () => OfficeHours, optional: true })
  readonly office_hours?: OfficeHours;

  @field.objects({ what: 'When it is up: any number of windows, several a day if need be.', type: () => ScheduleWindow, maxItems: 200, optional: true, rare: true })
  readonly windows?: readonly ScheduleWindow[];

  @field.text({
    what: 'When it is up, as the Kubernetes downscaler (`Mon-Fri 08:00-18:00 Europe/Berlin`, lists, absolute times, `always`, `never`) or Cloud Custodian (`off=(M-F,19);on=(M-F,7);tz=pt`) writes it.',
    max: 10_000,
    example: 'Mon-Fri 08:00-18:00 Europe/Berlin',
    optional: true,
    rare: true,
  })
  readonly expression?: string;

  @field.texts({ what: 'Days on which it is down all day: each a day, or the text of an iCalendar file.', item: { max: LONGEST_CALENDAR }, maxItems: 1000, example: ['2026-12-25', '2026-12-26'], optional: true })
  readonly holidays?: readonly string[];

  @field.objects({ what: 'Exceptions for once. They win over hours and holidays.', type: () => ScheduleOverride, maxItems: 1000, optional: true })
  readonly overrides?: readonly ScheduleOverride[];

  @field.integer({ what: 'Replicas that are left of each workload when it is down.', unit: 'replicas', min: 0, max: 1_000_000, example: 0, optional: true })
  readonly scale_down_replicas?: number;

  @field.integer({ what: 'Nodes that are left when it is down.', unit: 'nodes', min: 0, max: 1_000_000, example: 1, optional: true })
  readonly scale_down_instance_count?: number;

  @field.texts({ what: 'Workloads in the order in which they start, as `db`, `shop/db` or `StatefulSet/shop/db`; they stop the other way round.', ...NAMES, example: ['db', 'api'], optional: true })
  readonly start_order?: readonly string[];
}
