import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { TypePatterns } from '@ml/domain/learning/patterns/learned-patterns';
import { Database } from '@ml/persistence/database';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { keepPatterns, typesToLookAt, type KeptPatterns, type TypeInRegion } from '@ml/persistence/stores/feedback/kept-patterns';
import { MINUTE_MS } from '@ml/units/time';
import { PatternReader } from './pattern-reader';

const EVERY_FIVE_MINUTES = '*/5 * * * *';
/** Of one pass; the rest has its turn in the next. */
const MOST_TYPES = 500;
const BUDGET_MS = MINUTE_MS;

/** Keeps what stands out of each type with the lessons of its pools: behind, by one replica. Of three customers or more, as everybody may see it. */
@Injectable()
export class PatternPass implements OnApplicationBootstrap, OnModuleDestroy {
  private stopping = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(PatternReader) private readonly reader: PatternReader,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('feedback-patterns', EVERY_FIVE_MINUTES, () => this.run());
  }

  /** Before anybody waits for the pass that is under way. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  async run(): Promise<void> {
    const until = performance.now() + BUDGET_MS;
    for (const type of await typesToLookAt(this.database, MOST_TYPES)) {
      if (this.stopping || performance.now() > until) return;
      const { patterns, pools } = await this.reader.read({ ...type, shared: true });
      await keepPatterns(this.database, toKept(type, patterns), pools);
    }
  }
}

const toKept = (type: TypeInRegion, { temporal_patterns, seasonal_patterns, workload_patterns }: TypePatterns): KeptPatterns => {
  const { high_risk_hours, high_risk_days } = temporal_patterns;
  const standsOut = high_risk_hours.length + high_risk_days.length + Object.keys(seasonal_patterns).length > 0;
  return {
    ...type,
    temporal_data: standsOut ? { ...temporal_patterns, seasonal_patterns } : null,
    workload_data: Object.keys(workload_patterns).length > 0 ? workload_patterns : null,
  };
};
