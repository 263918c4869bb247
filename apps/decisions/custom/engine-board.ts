import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { enginesChanged } from '@ml/contracts/custom-engines';
import type { EngineType } from '@ml/contracts/engine-types';
import type { EngineConfig, EngineSelection } from '@ml/persistence/stores/decisions/engine-row';
import { EngineStore } from '@ml/persistence/stores/decisions/engine-store';
import { Bus } from '@ml/platform/bus/bus';
import type { Watch } from '@ml/platform/bus/watch';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { EngineShelf, type ChosenEngine } from './engine-shelf';

/** The hint on the bus is faster; this is how long a lost one matters. */
const POLL_MS = 10_000;

/** What was chosen for one type of engine. */
export interface InForce {
  /** undefined: the configured built-in version decides. */
  readonly active?: ChosenEngine;
  readonly shadow?: ChosenEngine;
}

/** Which engines are selected: rows of the database, looked at anew after every hint and every ten seconds. */
@Injectable()
export class EngineBoard implements OnApplicationBootstrap, OnApplicationShutdown {
  private known: ReadonlyMap<EngineType, InForce> | undefined;
  private revision = -1;
  private reading: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private watch: Watch | undefined;

  constructor(
    @Inject(EngineStore) private readonly store: EngineStore,
    @Inject(EngineShelf) private readonly shelf: EngineShelf,
    @Inject(Bus) private readonly bus: Bus,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    metrics.gauge({ name: 'ml_engine_selection_revision', help: 'Revision of the selected engines that this replica acts on; -1: none read yet', collect: (gauge) => gauge.set(this.revision) });
  }

  async onApplicationBootstrap(): Promise<void> {
    const look = (): void => void this.refresh().catch((error: unknown) => this.logger.warn({ error: String(error) }, 'the selected engines could not be read; the last ones stay in force'));
    this.watch = await this.bus.watch(enginesChanged, { from: 'newest' }, look);
    this.timer = setInterval(look, POLL_MS);
    look();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.watch?.stop();
  }

  /** @throws AppError UNAVAILABLE when they have never been read: nobody knows who is to decide. */
  async of(type: EngineType): Promise<InForce> {
    const known = this.known ?? (await this.refresh());
    return known.get(type) ?? {};
  }

  /** One look after the other: an older answer never comes after a newer one. */
  refresh(): Promise<ReadonlyMap<EngineType, InForce>> {
    const next = this.reading.then(() => this.read());
    this.reading = next.catch(() => undefined);
    return next;
  }

  private async read(): Promise<ReadonlyMap<EngineType, InForce>> {
    const { revision, rows } = await this.store.selections();
    if (this.known !== undefined && revision === this.revision) return this.known;
    const entries = await Promise.all(rows.map(async (row) => [row.engine_type, await this.inForce(row)] as const));
    this.logger.info({ revision }, 'selected engines in force');
    this.revision = revision;
    return (this.known = new Map(entries));
  }

  private async inForce({ engine_id, config, shadow_id }: EngineSelection): Promise<InForce> {
    const [active, shadow] = await Promise.all([this.chosen(engine_id, config), this.chosen(shadow_id)]);
    return { ...(active && { active }), ...(shadow && { shadow }) };
  }

  private async chosen(id: string | null, config?: EngineConfig): Promise<ChosenEngine | undefined> {
    return id === null ? undefined : this.shelf.take(id, config);
  }
}
