import { Inject, Injectable } from '@nestjs/common';
import { learnedPatterns, sharedPatterns, type TypePatterns } from '@ml/domain/learning/learned-patterns';
import { Database } from '@ml/persistence/database';
import { readPatternRows, type ObservedPool, type TypeScope } from '@ml/persistence/stores/feedback/pattern-rows';
import { Clock } from '@ml/platform/clock';

/** Newest reports of a type that patterns are made of. */
const MOST_REPORTS = 200_000;

export interface PatternScope extends TypeScope {
  /** Only what everybody may see. */
  readonly shared: boolean;
}

export interface ReadPatterns {
  readonly patterns: TypePatterns;
  readonly pools: readonly ObservedPool[];
}

/** Makes patterns from the reports there are, one type at a time: it is never urgent. */
@Injectable()
export class PatternReader {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  read(scope: PatternScope): Promise<ReadPatterns> {
    const turn = this.last.then(() => this.make(scope));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async make({ shared, ...scope }: PatternScope): Promise<ReadPatterns> {
    const { pools, reports, exposure, now } = await readPatternRows(this.database, scope, MOST_REPORTS);
    const patternsOf = shared ? sharedPatterns : learnedPatterns;
    return { pools, patterns: patternsOf({ reports, exposure, now: this.clock.shown(now).getTime() }) };
  }
}
