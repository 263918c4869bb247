import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { askDecide, type DecideAsk } from '@ml/contracts/decisions';
import type { BusContext } from '@ml/platform/bus/handlers';
import { Answers } from '@ml/platform/bus/handlers';
import { DecideOnce } from './decide-once';

@Controller()
export class DecideController {
  constructor(@Inject(DecideOnce) private readonly once: DecideOnce) {}

  @Answers(askDecide)
  decide(@Payload() ask: DecideAsk, @Ctx() { attachment }: BusContext): Promise<DecisionAnswer> {
    return this.once.decide({ ask, state: attachment, origin: 'request' });
  }
}
