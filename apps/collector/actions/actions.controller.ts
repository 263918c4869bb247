import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { askTakeAction, type ActionAccepted, type PostedAction } from '@ml/contracts/collection';
import { Answers } from '@ml/platform/bus/handlers';
import { ActionTaker } from './action-taker';

@Controller()
export class ActionsController {
  constructor(@Inject(ActionTaker) private readonly taker: ActionTaker) {}

  @Answers(askTakeAction)
  take(@Payload() posted: PostedAction): Promise<ActionAccepted> {
    return this.taker.take(posted);
  }
}
