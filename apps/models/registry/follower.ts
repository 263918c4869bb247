import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { aliasesChanged } from '@ml/contracts/models';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';
import { Health } from '@ml/platform/health';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { ModelsSettings } from '../settings';
import { Reconciler } from './reconciler';
import { Replica } from './replica';

/** The hint on the bus is faster; this is how long a lost one matters. */
const POLL_MS = 10_000;
const SOONEST_MS = 100;
const LEAVE_MS = 5_000;

/** Looks at the aliases at the start, after every hint and every ten seconds; what failed is tried again sooner. */
@Injectable()
export class Follower implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private watch: Watch | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(Reconciler) private readonly reconciler: Reconciler,
    @Inject(Replica) private readonly replica: Replica,
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Health) private readonly health: Health,
    @Inject(SETTINGS) private readonly settings: SettingsOf<ModelsSettings>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    health.add('models_loaded', { critical: true, check: () => Promise.reject(new Error('the models are being loaded')) });
  }

  /** Who answers before its models are loaded answers worse than the replicas that have them; who waits too long answers nothing. */
  async onApplicationBootstrap(): Promise<void> {
    this.watch = await this.bus.watch(aliasesChanged, { from: 'newest' }, () => this.look());
    const first = this.look();
    await Promise.race([first, pause(this.settings.loadSeconds * 1_000, undefined, { ref: false })]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.watch?.stop();
    // A load may take a minute; whoever ends the hosts ends it.
    await Promise.race([this.looking, pause(LEAVE_MS, undefined, { ref: false })]);
    await this.reconciler.leave();
  }

  private look(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    clearTimeout(this.timer);
    const look = this.bring().finally(() => this.plan());
    this.looking = look;
    return look;
  }

  private async bring(): Promise<void> {
    try {
      await this.reconciler.bring();
      this.health.add('models_loaded', { critical: false, check: () => this.complain() });
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'the aliases could not be read; what is served goes on');
    }
  }

  private plan(): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    const untilNext = (this.replica.nextAttempt() ?? Number.POSITIVE_INFINITY) - Date.now();
    this.timer = setTimeout(() => void this.look(), Math.min(POLL_MS, Math.max(SOONEST_MS, untilNext))).unref();
  }

  private complain(): void {
    const failures = this.replica.failures();
    if (failures.length > 0) throw new Error(failures.join('; '));
  }
}
