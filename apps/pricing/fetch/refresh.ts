import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { FetchDataType } from '@ml/contracts/pricing';
import { isReal } from '@ml/domain/prices/source-order';
import { Database } from '@ml/persistence/database';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { isFetching, type TaskOrigin } from '@ml/persistence/stores/pricing/fetch-tasks';
import { EVERY_REGION, sourceStates, type SourceState } from '@ml/persistence/stores/pricing/source-state';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { PricingSettings } from '../settings';
import { AwsClients } from '../sources/aws-clients';
import { SpotAdvisorSource } from '../sources/spot-advisor-source';
import { FetchQueue } from './fetch-queue';

/** Asked for again with every refresh, in case the newest changes were not listed yet. */
const OVERLAP_MS = HOUR_MS;
const MAX_DAYS = 90;
const RETRY_MS = 3_000;
const KINDS = ['catalogue', 'on_demand_prices', 'spot_advisor', 'spot_prices'] as const satisfies readonly FetchDataType[];

/** Keeps the configured regions fresh: what is missing at the start, then by the clock. */
@Injectable()
export class Refresh implements OnApplicationBootstrap, OnApplicationShutdown {
  private stopped = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(Database) private readonly database: Database,
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(FetchQueue) private readonly queue: FetchQueue,
    @Inject(AwsClients) private readonly aws: AwsClients,
    @Inject(SpotAdvisorSource) private readonly advisor: SpotAdvisorSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.fetchEnabled) return;
    this.schedule.every('pricing-spot', this.settings.spotSchedule, (tx) => this.refresh(tx, ['spot_prices'], 'schedule'));
    this.schedule.every('pricing-advisor', this.settings.advisorSchedule, (tx) => this.refresh(tx, ['spot_advisor'], 'schedule'));
    this.schedule.every('pricing-lists', this.settings.listSchedule, (tx) => this.refresh(tx, ['catalogue', 'on_demand_prices'], 'schedule'));
    void this.firstFetch();
  }

  onApplicationShutdown(): void {
    this.stopped = true;
  }

  /** Fetches what the configured regions have never had. The service answers meanwhile, from its built-in catalogue. */
  private async firstFetch(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.database.transaction(async (tx) => {
          // Replicas that start together must not all ask for the same.
          await tx.execute(`select pg_advisory_xact_lock(hashtext('pricing first fetch'))`);
          const states = await sourceStates(tx);
          const missing = KINDS.filter((kind) => this.regionsOf(kind).some((region) => !hasData(states, kind, region)));
          await this.refresh(tx, missing, 'first start');
        });
        return;
      } catch (error) {
        this.logger.warn({ error: String(error) }, 'the first fetch could not be queued yet');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    }
  }

  private async refresh(tx: Tx, kinds: readonly FetchDataType[], origin: TaskOrigin): Promise<void> {
    const states = await sourceStates(tx);
    for (const kind of kinds) {
      for (const region of this.regionsOf(kind)) {
        if (origin === 'first start' && hasData(states, kind, region)) continue;
        if (this.isClosed(states, kind, region) || (await isFetching(tx, kind, region))) continue;
        const start_at = kind === 'spot_prices' ? this.startOf(states, region) : null;
        await this.queue.addIn(tx, { data_type: kind, instance_types: [], regions: [region], start_at, end_at: null, origin, estimated_records: null });
      }
    }
  }

  /** One file of the advisor names all regions. */
  private regionsOf(kind: FetchDataType): readonly string[] {
    return kind === 'spot_advisor' ? [EVERY_REGION] : this.settings.regions;
  }

  /** Invented prices are not wanted where real ones are: asking for them would be of no use. */
  private isClosed(states: readonly SourceState[], kind: FetchDataType, region: string): boolean {
    const source = kind === 'spot_advisor' ? this.advisor.source : this.aws.source;
    const state = states.find((candidate) => candidate.data_type === kind && candidate.region === region);
    return source === 'emulator' && state?.source != null && isReal(state.source);
  }

  /** From where the last fetch ended; after a long pause as far back as AWS remembers. */
  private startOf(states: readonly SourceState[], region: string): Date {
    const now = this.clock.millis();
    const known = states.find((state) => state.data_type === 'spot_prices' && state.region === region)?.observed_until?.getTime();
    const first = now - this.settings.firstFetchDays * DAY_MS;
    return new Date(known === undefined ? first : Math.max(now - MAX_DAYS * DAY_MS, Math.min(known - OVERLAP_MS, now - OVERLAP_MS)));
  }
}

const hasData = (states: readonly SourceState[], kind: FetchDataType, region: string): boolean =>
  states.some((state) => {
    if (state.data_type !== kind || state.revision === 0) return false;
    if (kind === 'catalogue' || region === EVERY_REGION) return true;
    return state.region === region;
  });
