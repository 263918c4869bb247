import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PredictionDrift, type DriftState } from '@ml/persistence/stores/models/prediction-drift';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';

const REFRESH_MS = 300_000;

/** Which models have drifted, as the last daily check found: at hand for every prediction. */
@Injectable()
export class DriftBoard implements OnApplicationBootstrap, OnApplicationShutdown {
  private states: readonly DriftState[] = [];
  private drifted: ReadonlySet<string> = new Set();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(PredictionDrift) private readonly found: PredictionDrift,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    metrics.gauge({
      name: 'ml_model_drifted',
      help: '1 when what an active model is asked no longer looks like what it was trained on, else 0',
      labels: ['model', 'version'],
      collect: (gauge) => {
        gauge.reset();
        for (const { model_name: model, model_version: version, status } of this.states) gauge.set({ model, version }, status === 'drifted' ? 1 : 0);
      },
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS).unref();
    void this.refresh();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  hasDrifted(modelId: string): boolean {
    return this.drifted.has(modelId);
  }

  /** What was known stays while the database is away. */
  async refresh(): Promise<void> {
    try {
      this.states = await this.found.states();
      this.drifted = new Set(this.states.filter(({ status }) => status === 'drifted').map(({ model_id }) => model_id));
    } catch (error) {
      this.logger.debug({ error: String(error) }, 'the state of drift could not be read');
    }
  }
}
