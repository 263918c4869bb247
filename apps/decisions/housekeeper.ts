import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ENGINES } from '@ml/contracts/engines';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { DecisionStore } from '@ml/persistence/stores/decisions/decision-store';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import { activeVersion, unknownEngines } from './active-version';
import type { DecisionsSettings } from './settings';

const DAILY = '20 3 * * *';
const RETRY_MS = 2_000;
const ALL = Object.values(ENGINES);

/** Keeps the tables in order: engines registered, partitions ahead, old decisions gone. */
@Injectable()
export class Housekeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(DecisionStore) private readonly store: DecisionStore,
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(SETTINGS) private readonly settings: SettingsOf<DecisionsSettings>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const unknown = unknownEngines(ALL, this.settings.activeEngine);
    if (unknown.length > 0) this.logger.warn({ unknown }, 'DECISION_ENGINE_ACTIVE names engines that do not exist; the newest decide');
    void this.prepare();
    this.schedule.every('decisions-retention', DAILY, () => this.tidy());
  }

  /** The service answers meanwhile: the log takes any engine and any month that exists already. */
  private async prepare(): Promise<void> {
    for (;;) {
      try {
        await this.store.preparePartitions();
        await this.registerEngines();
        return;
      } catch (error) {
        this.logger.warn({ error: String(error) }, 'the tables could not be prepared yet');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    }
  }

  private registerEngines(): Promise<void> {
    const engines = ALL.flatMap(({ type, versions }) => versions.map((version) => ({ type, version })));
    const active = Object.fromEntries(ALL.map((engine) => [engine.type, activeVersion(engine, this.settings.activeEngine)]));
    return this.store.registerEngines(engines, active);
  }

  private async tidy(): Promise<void> {
    await this.store.preparePartitions();
    const removed = await this.store.deleteExpired({ keepDays: this.settings.retentionDays });
    this.logger.info(removed, 'old decisions are gone');
  }
}
