import { Cron } from 'croner';

/** The instants at which a schedule fires, in UTC. */
export interface CronSlots {
  /** The newest slot that is not after `at`. */
  latest(at: Date): Date | undefined;
  /** The first slot after `at`. */
  next(at: Date): Date | undefined;
}

/** @throws when the expression is no cron expression; a mistake that shows at start. */
export const cronSlots = (expression: string): CronSlots => {
  const cron = new Cron(expression, { timezone: 'UTC', paused: true });
  return {
    // croner looks strictly before its reference, to the second.
    latest: (at) => cron.previousRuns(1, new Date(Math.floor(at.getTime() / 1000) * 1000 + 1000))[0],
    next: (at) => cron.nextRun(at) ?? undefined,
  };
};
