import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { togglesChanged } from '@ml/contracts/decisions';
import type { EngineType } from '@ml/contracts/engine-types';
import type { ToggleSettings } from '@ml/contracts/feature-toggles';
import { ToggleStore, type StoredToggles } from '@ml/persistence/stores/decisions/toggle-store';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { effectiveToggles, toggleKeyOf, type Effective } from './effective-toggles';

/** The hint on the bus is faster; this is how long a lost one matters. */
const POLL_MS = 10_000;

/** The toggles in force: rows of the database, looked at anew after every hint and every ten seconds. */
@Injectable()
export class ToggleBoard implements OnApplicationBootstrap, OnApplicationShutdown {
  private known: Effective | undefined;
  private revision = -1;
  private reading: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private watch: Watch | undefined;

  constructor(
    @Inject(ToggleStore) private readonly store: ToggleStore,
    @Inject(Bus) private readonly bus: Bus,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    metrics.gauge({ name: 'ml_feature_toggles_revision', help: 'Revision of the feature toggles that this replica acts on; -1: none read yet', collect: (gauge) => gauge.set(this.revision) });
  }

  async onApplicationBootstrap(): Promise<void> {
    const look = (): void => void this.refresh().catch((error: unknown) => this.logger.warn({ error: String(error) }, 'the feature toggles could not be read; the last ones stay in force'));
    this.watch = await this.bus.watch(togglesChanged, { from: 'newest' }, look);
    this.timer = setInterval(look, POLL_MS);
    look();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.watch?.stop();
  }

  /** @throws AppError UNAVAILABLE when they have never been read: an engine that may be switched off does not decide. */
  async all(): Promise<Effective> {
    return this.known ?? (await this.refresh());
  }

  async of(engine: EngineType): Promise<ToggleSettings> {
    return (await this.all())[toggleKeyOf(engine)];
  }

  /** What has just been read or written. */
  accept({ revision, chosen }: StoredToggles): Effective {
    if (revision !== this.revision) this.logger.info({ revision }, 'feature toggles in force');
    this.revision = revision;
    return (this.known = effectiveToggles(chosen));
  }

  /** One look after the other: an older answer never comes after a newer one. */
  refresh(): Promise<Effective> {
    const next = this.reading.then(async () => this.accept(await this.store.read()));
    this.reading = next.catch(() => undefined);
    return next;
  }
}
