import type { Fault } from '@ml/contracts/app-error';
import type { InterruptionReportDto } from '@ml/contracts/dto/interruption-dto';
import { DAY_MS } from '@ml/units/time';
import { placeFaults } from './place-faults';

/** Clocks of those who report may be ahead of ours. */
const AHEAD_MS = 300_000;

export interface Limits {
  readonly now: Date;
  readonly maxAgeDays: number;
}

/** What the form of single fields cannot tell. */
export const reportFaults = (report: Pick<InterruptionReportDto, 'region' | 'availability_zone' | 'interruption_timestamp'>, limits: Limits): readonly Fault[] => [
  ...placeFaults(report),
  ...(report.interruption_timestamp === undefined ? [] : timeFaults(Date.parse(report.interruption_timestamp), limits)),
];

const timeFaults = (at: number, { now, maxAgeDays }: Limits): readonly Fault[] => {
  const path = 'interruption_timestamp';
  if (at > now.getTime() + AHEAD_MS) return [{ code: 'BAD_TIME', path, message: 'lies more than 5 minutes in the future; check the clock and the offset of time' }];
  if (at < now.getTime() - maxAgeDays * DAY_MS) return [{ code: 'BAD_TIME', path, message: `lies more than ${maxAgeDays} days back (FEEDBACK_MAX_AGE_DAYS): so old a report is not counted` }];
  return [];
};
