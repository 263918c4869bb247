import { constants, setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';

/** A thread that computes for long lets those go first whom somebody waits for, the event loop of its own process among them. Linux knows priorities of threads; elsewhere nothing happens. */
export const stepBack = (): void => {
  if (!isMainThread && process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
};
