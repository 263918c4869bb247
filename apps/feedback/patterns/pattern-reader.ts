import { Inject, Injectable } from '@nestjs/common';
import { learnedPatterns, sharedPatterns, type TypePatterns } from '@ml/domain/learning/patterns/learned-patterns';
import type { Steps } from '@ml/domain/learning/patterns/steps';
import { Database } from '@ml/persistence/database';
import { readPatternRows, type ObservedPool, type TypeScope } from '@ml/persistence/stores/feedback/pattern-rows';
import { Clock } from '@ml/platform/clock';
import { nextTurn } from '@ml/platform/next-turn';

/** Newest reports of a type that patterns are made of. */
const MOST_REPORTS = 100_000;

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
    const basis = { reports, exposure, now: this.clock.shown(now).getTime() };
    return { pools, patterns: await inTurns(shared ? sharedPatterns(basis) : learnedPatterns(basis)) };
  }
}

/** Whoever asks for the level of a pool meanwhile waits for one step at most. */
const inTurns = async <Result>(steps: Steps<Result>): Promise<Result> => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
};
