import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ScheduleStore } from '@ml/persistence/stores/gap-filler/schedule-store';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { RefreshRules } from '../refresh/refresh-rules';
import { AutoRefresh } from './auto-refresh';
import { ScheduleSlots } from './schedule-slots';

/** Schedules are to the minute. */
const LOOK_MS = 2_000;

/** Looks what is due by the clock of the database, the same for all replicas. A schedule that is new or has changed is seen with the next look. */
@Injectable()
export class RefreshClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;
  private problem: string | undefined;

  constructor(
    @Inject(RefreshRules) private readonly rules: RefreshRules,
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(ScheduleSlots) private readonly slots: ScheduleSlots,
    @Inject(AutoRefresh) private readonly auto: AutoRefresh,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.lookIn(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  now(): Promise<Date> {
    return this.schedules.now({ offsetMs: this.clock.millis() - Date.now() });
  }

  /** Fires what is due now. A problem with the one kind of schedule is none of the other's. */
  async look(): Promise<void> {
    if (!this.rules.isEnabled) return;
    const now = await this.now();
    const [slots, auto] = await Promise.allSettled([this.slots.fire(now), this.auto.fire(now)]);
    if (slots.status === 'rejected') throw slots.reason;
    if (auto.status === 'rejected') throw auto.reason;
  }

  private lookIn(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.turn();
    }, delayMs).unref();
  }

  private async turn(): Promise<void> {
    try {
      await this.look();
      this.problem = undefined;
    } catch (error) {
      // Every two seconds the same would help nobody.
      if (this.problem !== String(error)) this.logger.warn({ err: error }, 'what is due could not be looked up or begun; it is tried again');
      this.problem = String(error);
    }
    this.lookIn(LOOK_MS);
  }
}
