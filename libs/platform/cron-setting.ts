import { Cron } from 'croner';
import { MINUTE_MS } from '@ml/units/time';
import { declare, type text } from './settings';

/** When something happens, again and again, once a minute at most. A mistake shows at the start, not in the night in which nothing happens. */
export const cron = (common: Parameters<typeof text>[0]): ReturnType<typeof text> =>
  declare(common, 'a cron expression such as 0 2 * * * (UTC)', (value) => (isCron(value) ? value : undefined));

const isCron = (value: string): boolean => {
  try {
    const [first, second] = new Cron(value, { timezone: 'UTC', paused: true }).nextRuns(2);
    return first !== undefined && second !== undefined && second.getTime() - first.getTime() >= MINUTE_MS;
  } catch {
    return false;
  }
};
