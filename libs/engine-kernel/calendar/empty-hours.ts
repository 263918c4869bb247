import { fault } from '@ml/state/read';
import { DAY_MINUTES } from './wall-clock';
import type { DailyHours } from './week-span';

/** Hours without length: nobody can tell whether nothing or the whole day is meant. */
export const refuseEmptyHours = ({ start, end }: Omit<DailyHours, 'days'>): void => {
  if (start === end) throw fault('BAD_WINDOW', 'starts and ends at the same time; the whole day is 00:00 to 24:00');
  if (start === DAY_MINUTES) throw fault('BAD_WINDOW', 'starts at 24:00; that is 00:00 of the next day');
};
