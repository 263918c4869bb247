import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { allPatterns, type KeptPatterns } from '@ml/persistence/stores/feedback/kept-patterns';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { MINUTE_MS } from '@ml/units/time';

/** What stands out of one instance type in one region. */
export interface DetectedPatterns {
  readonly temporal: boolean;
  readonly workload: boolean;
  readonly seasonal: boolean;
  /** Hour of the day in UTC, 0 = Monday. */
  isPeakHour(hour: number, day: number): boolean;
}

const NOTHING: DetectedPatterns = { temporal: false, workload: false, seasonal: false, isPeakHour: () => false };

/** The patterns that stand out, from memory: whoever answers a report never waits for them. */
@Injectable()
export class PatternBoard implements OnApplicationBootstrap, OnApplicationShutdown {
  private known: ReadonlyMap<string, DetectedPatterns> = new Map();
  private looks: NodeJS.Timeout | undefined;
  private look: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.looks = setInterval(() => void this.refresh(), MINUTE_MS);
    void this.refresh();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.looks);
    await this.look;
  }

  of(instanceType: string, region: string): DetectedPatterns {
    return this.known.get(nameOf(instanceType, region)) ?? NOTHING;
  }

  /** Never fails: what was known stays known. */
  refresh(): Promise<void> {
    this.look = this.look.then(() => this.renew());
    return this.look;
  }

  private async renew(): Promise<void> {
    try {
      this.known = new Map((await allPatterns(this.database)).map((kept) => [nameOf(kept.instance_type, kept.region), toDetected(kept)]));
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'patterns could not be read again; those of before hold');
    }
  }
}

const nameOf = (instanceType: string, region: string): string => `${instanceType}/${region}`;

const toDetected = ({ temporal_data: times, workload_data }: KeptPatterns): DetectedPatterns => {
  const [hours, days] = [new Set(times?.high_risk_hours), new Set(times?.high_risk_days)];
  return {
    temporal: hours.size + days.size > 0,
    workload: workload_data !== null,
    seasonal: Object.keys(times?.seasonal_patterns ?? {}).length > 0,
    isPeakHour: (hour, day) => hours.has(hour) && (days.size === 0 || days.has(day)),
  };
};
