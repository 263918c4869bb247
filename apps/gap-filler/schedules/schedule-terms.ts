import { AppError } from '@ml/contracts/app-error';
import { SCHEDULE_TYPES, WEEKDAYS, type ScheduleTerms } from '@ml/contracts/refresh';
import { isTimeOfDay, nextSlot } from '@ml/domain/gaps/refresh-slots';
import type { FullTerms } from '@ml/persistence/stores/gap-filler/schedule-row';

const DEFAULTS = { weekday: 'mon', enabled: true, instance_types: [], regions: [], auto_activate: false } as const;

/** Nothing left open: what was not said is the default. @throws AppError BAD_FIELD with the name of the term that is wrong */
export const fullTerms = (terms: ScheduleTerms, { lookbackDays, maxLookbackDays }: { readonly lookbackDays: number; readonly maxLookbackDays: number }): FullTerms => {
  const full = { ...DEFAULTS, lookback_days: lookbackDays, ...terms };
  if (!SCHEDULE_TYPES.includes(full.schedule_type)) throw badTerm('schedule_type', `schedule_type is one of ${SCHEDULE_TYPES.join(', ')}`);
  if (!isTimeOfDay(full.time)) throw badTerm('time', 'time is HH:MM in UTC, from 00:00 to 23:59');
  checkWeekday(terms);
  const days = full.lookback_days;
  if (!Number.isInteger(days) || days < 1 || days > maxLookbackDays) throw badTerm('lookback_days', `lookback_days is a whole number from 1 to ${maxLookbackDays}`);
  return full;
};

/** The first slot after `now`: nothing before it was missed. Null while the schedule is switched off. */
export const nextRunOf = (terms: FullTerms, now: Date): Date | null => (terms.enabled ? nextSlot(terms, now) : null);

/** What was changed, over what was there. A schedule that becomes a daily one has no day of the week. */
export const changedTerms = (known: FullTerms, changes: Partial<ScheduleTerms>): ScheduleTerms => {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const { model_id, schedule_type, time, weekday, lookback_days, enabled, instance_types, regions, auto_activate } = { ...known, ...given };
  const terms = { model_id, schedule_type, time, lookback_days, enabled, instance_types, regions, auto_activate };
  return schedule_type === 'daily' && changes.weekday === undefined ? terms : { ...terms, weekday };
};

const checkWeekday = ({ schedule_type, weekday }: ScheduleTerms): void => {
  if (weekday === undefined) return;
  if (!WEEKDAYS.includes(weekday)) throw badTerm('weekday', `weekday is one of ${WEEKDAYS.join(', ')}`);
  if (schedule_type === 'daily') throw badTerm('weekday', 'a daily schedule has no weekday; leave it out, or make it a weekly one');
};

const badTerm = (path: string, message: string): AppError => new AppError('BAD_FIELD', message, { path });
