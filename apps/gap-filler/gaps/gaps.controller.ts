import { Controller } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { askGap } from '@ml/contracts/gaps';
import { Answers } from '@ml/platform/bus/handlers';

/** Fills of gaps. */
@Controller()
export class GapsController {
  @Answers(askGap)
  gap(): never {
    throw new AppError('NOT_FOUND', 'there is no such fill', { path: 'gap_id' });
  }
}
