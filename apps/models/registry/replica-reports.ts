import { Inject, Injectable } from '@nestjs/common';
import type { PlacedAlias } from '@ml/persistence/stores/models/alias-board';
import { AliasStore } from '@ml/persistence/stores/models/alias-store';
import { ReplicaStore } from '@ml/persistence/stores/models/replica-store';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import type { Replica } from './replica';

/** What the database says that a replica should serve, and what it is told of it. */
@Injectable()
export class ReplicaReports {
  private toldActive = false;
  private unserved = 0;

  constructor(
    @Inject(AliasStore) private readonly aliases: AliasStore,
    @Inject(ReplicaStore) private readonly replicas: ReplicaStore,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    metrics.gauge({ name: 'ml_models_unserved', help: 'Places that this replica should fill with a model and could not', collect: (gauge) => gauge.set(this.unserved) });
  }

  /** Champions first, each kind in the order in which it was placed. @throws AppError UNAVAILABLE */
  wanted(): Promise<readonly PlacedAlias[]> {
    return this.aliases.all();
  }

  /** Serving does not depend on it. A replica that starts also tells which models are active: the stream may be a new one. */
  async tell(replica: Replica): Promise<void> {
    this.unserved = replica.failures().length;
    try {
      await this.replicas.report(replica.id, replica.reports());
      if (!this.toldActive) await this.aliases.retell();
      this.toldActive = true;
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'what this replica serves could not be reported');
    }
  }

  async leave(replica: Replica): Promise<void> {
    await this.replicas.leave(replica.id).catch(() => 0);
  }
}
