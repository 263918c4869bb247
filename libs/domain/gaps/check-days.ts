import { fault, under } from '@ml/state/read';
import { day } from '../models/day';
import { DAY_MS } from '@ml/units/time';

export interface AskedDays {
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
  /** The day of now in UTC. */
  readonly today: string;
  /** How far back may be asked for. */
  readonly maxDays: number;
  /** What the caller calls the two. */
  readonly names: { readonly from: string; readonly to: string };
}

export interface DaysToFetch {
  readonly from: Date;
  /** Exclusive: the end of the last day. */
  readonly until: Date;
  /** Whole days, both ends counted. */
  readonly days: number;
}

export const midnightMs = (text: string): number => Date.parse(`${text}T00:00:00Z`);

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** @throws StateFault BAD_FIELD with the name of the day that is wrong */
export const checkDays = ({ from, to, today, maxDays, names }: AskedDays): DaysToFetch => {
  const start = midnightMs(under(names.from, day, from));
  const end = midnightMs(under(names.to, day, to));
  const now = midnightMs(today);
  if (end < start) throw refused(names.to, `${to} is before ${names.from} (${from})`);
  if (end > now) throw refused(names.to, `${to} lies in the future: today is ${today} (UTC)`);
  if (start < now - maxDays * DAY_MS) {
    throw refused(names.from, `${from} is more than ${maxDays} days ago: no source keeps prices for longer than 90 days, and this installation may ask for ${maxDays}; begin with ${dayOf(new Date(now - maxDays * DAY_MS))}`);
  }
  return { from: new Date(start), until: new Date(end + DAY_MS), days: (end - start) / DAY_MS + 1 };
};

const refused = (name: string, problem: string): Error => fault('BAD_FIELD', problem).within(name);

