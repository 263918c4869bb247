import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askDecide, type DecideAsk } from '@ml/contracts/decisions';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { Answers } from '@ml/platform/bus/handlers';
import { runService } from '@ml/platform/run-service';

/** Stands where `decisions` stands and answers with what it was asked: the price of our own way, without any decision. */
@Controller()
class EchoController {
  @Answers(askDecide)
  echo(@Payload() ask: DecideAsk): DecisionAnswer {
    return ask.envelope as unknown as DecisionAnswer;
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

await runService({ owner: 'decisions', settings: {}, module: EchoModule });
process.send?.('ready');
