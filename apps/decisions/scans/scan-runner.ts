import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { DueQuery } from '@ml/persistence/stores/decisions/due-scans';
import { ScanStore } from '@ml/persistence/stores/decisions/scan-store';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { DecisionsSettings } from '../settings';
import { eachOf } from './each-of';
import { ScanPlan } from './scan-plan';
import { Scanner } from './scanner';
import { SnapshotRequests } from './snapshot-requests';

const SECOND_MS = 1_000;

/** Looks for scans that are due and runs a few at a time, for as long as the service lives. */
@Injectable()
export class ScanRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  @Inject(LOGGER) private readonly logger!: Logger;
  private stopping = false;
  private wakeUp: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();
  private asking: Promise<void> | undefined;

  constructor(
    @Inject(ScanStore) private readonly store: ScanStore,
    @Inject(Scanner) private readonly scanner: Scanner,
    @Inject(SnapshotRequests) private readonly requests: SnapshotRequests,
    @Inject(ScanPlan) private readonly plan: ScanPlan,
    @Inject(SETTINGS) private readonly settings: SettingsOf<DecisionsSettings>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.atOnce > 0) this.running = this.run();
  }

  /** Each keeps a connection while its engine works, and needs another one to decide: never more than half of them. */
  private get atOnce(): number {
    return Math.min(this.settings.scanConcurrency, Math.floor(this.settings.dbPoolSize / 2));
  }

  /** What runs is finished; what waits is another replica's. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wakeUp();
    await this.running;
    await this.asking;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const busy = await this.turn().catch((error: unknown) => {
        this.logger.warn({ error: String(error) }, 'scans could not be looked for');
        return false;
      });
      if (!busy) await this.pause();
    }
  }

  /** Whether more may be due. */
  private async turn(): Promise<boolean> {
    this.askForSnapshots(await this.plan.everything());
    const query = await this.plan.possible();
    const due = await this.store.due(query);
    await eachOf(due, this.atOnce, async (scan) => {
      if (!this.stopping && (await this.scanner.scan(scan)) === 'engine-away') this.plan.rest(scan.engine);
    });
    return due.length === query.limit;
  }

  /** Beside the scans, which never wait for the platform. */
  private askForSnapshots(query: DueQuery): void {
    this.asking ??= this.store
      .stale(query)
      .then((clusters) => this.requests.ask(clusters))
      .catch((error: unknown) => this.logger.warn({ error: String(error) }, 'stale snapshots could not be looked for'))
      .finally(() => (this.asking = undefined));
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, this.settings.scanPollSeconds * SECOND_MS);
      this.wakeUp = done;
      if (this.stopping) done();
    });
  }
}
