import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askTakeAction, type ActionAccepted, type PostedAction } from '@ml/contracts/collection';
import { Answers } from '@ml/platform/bus/handlers';
import { Metrics } from '@ml/platform/metrics';
import { ActionTaker } from './action-taker';

@Controller()
export class ActionsController {
  private readonly actions;

  constructor(
    @Inject(ActionTaker) private readonly taker: ActionTaker,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.actions = metrics.counter({ name: 'ml_collection_actions_total', help: 'Actions on resources by what became of them', labels: ['outcome'] });
  }

  @Answers(askTakeAction)
  async take(@Payload() posted: PostedAction): Promise<ActionAccepted> {
    const accepted = await this.taker.take(posted);
    this.actions.inc({ outcome: accepted.duplicate ? 'duplicate' : accepted.outcome });
    return accepted;
  }
}
