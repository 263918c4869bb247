import { Cron } from 'croner';
import { declare, type text } from './settings';

/** When something happens. A mistake shows at the start, not in the night in which nothing happens. */
export const cron = (common: Parameters<typeof text>[0]): ReturnType<typeof text> =>
  declare(common, 'a cron expression such as 0 2 * * * (UTC)', (value) => (isCron(value) ? value : undefined));

const isCron = (value: string): boolean => {
  try {
    return new Cron(value, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
};
