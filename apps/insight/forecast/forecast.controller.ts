import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { askCostHistory, askForecastAccount, askForecastSeries, type CostForecast, type ForecastAccount, type ForecastSeries } from '@ml/contracts/insights';
import { cleanSeries } from '@ml/domain/forecast/clean-series';
import { Bus } from '@ml/platform/bus/bus';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { Clock } from '@ml/platform/clock';
import { ComputePool } from '../compute/compute-pool';

const MONTH_CHARACTERS = 7;

@Controller()
export class ForecastController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(ComputePool) private readonly pool: ComputePool,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Answers(askForecastSeries)
  series(@Payload() ask: ForecastSeries, @Ctx() { signal }: BusContext): Promise<CostForecast> {
    return this.forecast(ask, signal);
  }

  @Answers(askForecastAccount)
  async account(@Payload() { horizon, ...account }: ForecastAccount, @Ctx() { signal }: BusContext): Promise<CostForecast> {
    const { series } = await this.bus.ask(askCostHistory, account);
    return this.forecast({ series, horizon }, signal);
  }

  private async forecast({ series, horizon }: ForecastSeries, signal: AbortSignal): Promise<CostForecast> {
    const current = this.clock.now().toISOString().slice(0, MONTH_CHARACTERS);
    // Refused here, no thread is bothered with it.
    cleanSeries(series, current);
    return this.pool.run('forecast', { series, horizon, current }, signal);
  }
}
