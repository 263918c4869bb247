import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/** Longer than the thread that talks to AWS stays. */
const QUIET_MS = 15_000;

/**
 * Gives memory back after a fetch. V8 collects when it allocates: a service that has just grown for a fetch and then waits for an hour
 * would keep all of its garbage for that hour.
 */
@Injectable()
export class IdleMemory implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  releaseSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(collect, QUIET_MS).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }
}

const collect = (): void => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
};
