import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { publishBatch, type OutboxParts } from './outbox-batch';

export interface RelayOptions extends OutboxParts {
  /** Another replica's commit is seen this late; this process's own at once. */
  readonly pollMs?: number;
  readonly onFailure?: (error: unknown) => void;
}

const POLL_MS = 1_000;
/** Another replica publishes right now and may have missed our row. */
const ELSEWHERE_MS = 100;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** Brings the outbox to the stream for as long as the service lives; waits and tries again while database or stream are away. */
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private running: Promise<void> | undefined;
  private stopping = false;
  private woken = false;
  private wakeUp: () => void = () => undefined;
  private unsubscribe: () => void = () => undefined;

  constructor(private readonly options: RelayOptions) {}

  onApplicationBootstrap(): void {
    this.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  start(): void {
    this.unsubscribe = this.options.database.onCommit('outbox', () => this.wake());
    this.running ??= this.run();
  }

  /** Tells what the last requests left; if that fails it waits in the table for the next start or another replica. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.unsubscribe();
    this.wake();
    await this.running;
    if (this.running !== undefined) await publishBatch(this.options).catch((error: unknown) => this.options.onFailure?.(error));
    this.running = undefined;
  }

  private wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      this.woken = false;
      try {
        const result = await publishBatch(this.options);
        failures = 0;
        if (result === 'idle') await this.sleep(this.options.pollMs ?? POLL_MS);
        if (result === 'elsewhere') await this.pause(ELSEWHERE_MS);
      } catch (error) {
        this.options.onFailure?.(error);
        await this.pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures));
        failures += 1;
      }
    }
  }

  /** Ended by a commit. */
  private sleep(ms: number): Promise<void> {
    return this.woken ? Promise.resolve() : this.pause(ms, true);
  }

  /** Ended by nothing but `stop`, unless `wakeable`. */
  private pause(ms: number, wakeable = false): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wakeUp = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wakeUp = () => {
        if (wakeable || this.stopping) done();
      };
    });
  }
}
