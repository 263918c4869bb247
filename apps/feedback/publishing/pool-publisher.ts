import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { PoolSnapshots, type Occasion } from './pool-snapshots';

const NUDGES_EVERY_MS = 1_000;
const LOOK_MS = 60_000;
const RETRY_MS = 2_000;
/** A stream that does not answer for so long is not waited for: the outbox has the message. */
const PATIENCE_MS = 3_000;
const POLL_MS = 5;

/** Keeps engines told of what was learned. */
@Injectable()
export class PoolPublisher implements OnApplicationBootstrap, OnApplicationShutdown {
  private last: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looks: NodeJS.Timeout | undefined;
  private ranAt = Number.NEGATIVE_INFINITY;
  private stopping = false;
  // Bound here: what a report sets off later is not done in that call's name, nor by its deadline.
  private readonly later = AsyncResource.bind((occasion: Occasion, ms: number) => setTimeout(() => this.due(occasion), ms));

  constructor(
    @Inject(PoolSnapshots) private readonly snapshots: PoolSnapshots,
    @Inject(Database) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.looks = setInterval(() => void this.run('look'), LOOK_MS);
    void this.run('look');
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.looks);
    clearTimeout(this.timer);
    await this.last;
  }

  /**
   * To be called after the commit that changed something. Resolves when the stream has a snapshot that knows of it, or none was due.
   * Never fails and never waits long: what could not be told now is told as soon as it can be.
   */
  publishNow(): Promise<void> {
    // Whoever comes while one is being made may have committed too late for it: all of them share the one after it.
    this.next ??= this.run('now');
    return this.next;
  }

  /** Soon, and at most once a second; scores alone every five minutes. */
  nudge(): void {
    if (this.stopping || this.timer !== undefined) return;
    this.timer = this.later('soon', Math.max(0, this.ranAt + NUDGES_EVERY_MS - performance.now()));
  }

  private due(occasion: Occasion): void {
    this.timer = undefined;
    void this.run(occasion);
  }

  private run(occasion: Occasion): Promise<void> {
    const turn = this.last.then(() => this.renew(occasion));
    this.last = turn;
    return turn;
  }

  private async renew(occasion: Occasion): Promise<void> {
    if (occasion === 'now') this.next = undefined;
    this.ranAt = performance.now();
    try {
      const message = await this.snapshots.renew(occasion);
      if (occasion === 'now' && message !== null) await this.untilTold(message);
    } catch (error) {
      if (this.stopping) return;
      this.logger.warn({ error: String(error) }, 'the newest snapshot of pools could not be told yet');
      this.timer ??= this.later(occasion, RETRY_MS);
    }
  }

  /** The outbox forgets what the stream has. */
  private async untilTold(message: string): Promise<void> {
    for (const giveUpAt = performance.now() + PATIENCE_MS; performance.now() < giveUpAt; ) {
      const waiting = await this.database.query('SELECT 1 FROM outbox WHERE message_id = $1', [message]);
      if (waiting.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    this.logger.warn({ message }, 'the stream does not have the newest snapshot of pools yet');
  }
}
