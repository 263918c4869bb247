import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';

/** Work of every replica that is done again and again, one turn at a time, for as long as the service lives. */
export abstract class Repeated implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  /** A turn that has much to do ends early. */
  protected stopped = false;

  protected abstract readonly everyMs: number;

  onApplicationBootstrap(): void {
    this.plan();
  }

  /** The turn that is under way is finished. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  protected abstract work(): Promise<void>;

  protected abstract failed(error: unknown): void;

  private plan(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.work()
        .catch((error: unknown) => this.failed(error))
        .finally(() => this.plan());
    }, this.everyMs).unref();
  }
}
