import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { askPatterns, type LearnedPatterns, type PatternQuery } from '@ml/contracts/learning';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { PatternAnswers } from './pattern-answers';

/** When types are interrupted. */
@Controller()
export class PatternsController {
  constructor(@Inject(PatternAnswers) private readonly answers: PatternAnswers) {}

  @Answers(askPatterns)
  patterns(@Payload() { instance_type, region }: PatternQuery, @Ctx() { call }: BusContext): Promise<LearnedPatterns> {
    return this.answers.of({ instance_type, region: region ?? null, shared: call.tenant !== null });
  }
}
