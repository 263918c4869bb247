import { Inject, Injectable } from '@nestjs/common';
import type { LearnedPatterns } from '@ml/contracts/learning';
import { MINUTE_MS } from '@ml/units/time';
import { PatternReader, type PatternScope } from './pattern-reader';

/** Answers that are kept at once. */
const MOST_KEPT = 500;

interface Kept {
  readonly until: number;
  readonly answer: Promise<LearnedPatterns>;
}

/** Patterns for whoever asks, made once a minute at most. */
@Injectable()
export class PatternAnswers {
  private readonly kept = new Map<string, Kept>();

  constructor(@Inject(PatternReader) private readonly reader: PatternReader) {}

  of(scope: PatternScope): Promise<LearnedPatterns> {
    const name = JSON.stringify(scope);
    const known = this.kept.get(name);
    if (known !== undefined && performance.now() < known.until) return known.answer;
    const answer = this.make(scope);
    this.kept.delete(name);
    this.kept.set(name, { until: performance.now() + MINUTE_MS, answer });
    // One that failed is made again for the next who asks.
    answer.catch(() => this.kept.delete(name));
    this.dropOldest();
    return answer;
  }

  private dropOldest(): void {
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }

  private async make(scope: PatternScope): Promise<LearnedPatterns> {
    const { instance_type, region } = scope;
    return { instance_type, region, ...(await this.reader.read(scope)).patterns };
  }
}
