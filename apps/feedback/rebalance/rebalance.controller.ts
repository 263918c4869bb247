import { Controller } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { askRebalanceJob } from '@ml/contracts/rebalance';
import { Answers } from '@ml/platform/bus/handlers';

/** Jobs for whoever moves nodes. */
@Controller()
export class RebalanceController {
  @Answers(askRebalanceJob)
  job(): never {
    throw new AppError('NOT_FOUND', 'there is no such job', { path: 'job_id' });
  }
}
