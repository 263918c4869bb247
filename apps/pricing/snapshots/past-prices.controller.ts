import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { askPastPrices, LONGEST_HORIZON_HOURS, type PastPrices, type PastPricesAsk } from '@ml/contracts/price-coverage';
import { AppError } from '@ml/contracts/app-error';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { PastPricesTables } from './past-prices';

@Controller()
export class PastPricesController {
  constructor(@Inject(PastPricesTables) private readonly tables: PastPricesTables) {}

  @Answers(askPastPrices)
  pastPrices(@Payload() ask: PastPricesAsk, @Ctx() { signal }: BusContext): Promise<PastPrices> {
    const hours = ask.horizon_hours;
    if (Number.isInteger(hours) && hours >= 1 && hours <= LONGEST_HORIZON_HOURS) return this.tables.make(ask, signal);
    throw new AppError('BAD_FIELD', `is a whole number of hours, 1 to ${String(LONGEST_HORIZON_HOURS)}`, { path: 'horizon_hours' });
  }
}
