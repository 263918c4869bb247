import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AppError } from '@ml/contracts/app-error';
import { AccountForecastQueryDto, CostForecastDto, ForecastAskDto } from '@ml/contracts/dto/cost-forecast-dto';
import { askForecastAccount, askForecastSeries, type CostForecast } from '@ml/contracts/insights';
import { seriesFaults } from '@ml/domain/forecast/series-faults';
import { Bus } from '@ml/platform/bus/bus';
import { currentCall } from '@ml/platform/call-context';
import { Clock } from '@ml/platform/clock';
import { RouteDocs } from '../openapi/route-docs';
import { refuseFaults } from '../validation/faults-error';
import { refuseTenants } from './refuse-tenants';

/** Half a year: as far as a budget looks. */
const DEFAULT_HORIZON = 6;
const MONTH_CHARACTERS = 7;

@ApiTags('Insights')
@Controller('api/v1/ml/insights/forecast')
export class CostForecastController {
  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post()
  @RouteDocs({
    summary: 'Forecast monthly costs',
    description:
      'What the next months will cost, from posted months or from those of a collected account (only keys that are not bound to a tenant). The method is chosen for each series by asking several about the part of the past they have not seen; how far off they were there is the interval. Nothing that is posted is kept.',
    answer: CostForecastDto,
    body: ForecastAskDto,
    errors: ['TOO_SHORT', 'NOT_FOUND'],
  })
  async posted(@Body() { series, account_id, provider, horizon = DEFAULT_HORIZON }: ForecastAskDto): Promise<CostForecast> {
    if (account_id !== undefined) {
      if (series !== undefined) throw new AppError('BAD_FIELD', 'account_id must be left out beside series', { path: 'account_id' });
      refuseTenants(currentCall().tenant);
      return this.ofAccount({ account_id, horizon, ...(provider !== undefined && { provider }) });
    }
    if (series === undefined) throw new AppError('MISSING_FIELD', 'series is required, or account_id', { path: 'series' });
    if (provider !== undefined) throw new AppError('BAD_FIELD', 'provider belongs to account_id', { path: 'provider' });
    refuseFaults(seriesFaults(series, this.clock.now().toISOString().slice(0, MONTH_CHARACTERS)));
    return this.bus.ask(askForecastSeries, { series, horizon });
  }

  @Get()
  @RouteDocs({
    summary: 'Forecast what a collected account costs',
    description: 'What the next months of an account will cost, from the months that were collected of it. See the POST.',
    answer: CostForecastDto,
    errors: ['TOO_SHORT', 'NOT_FOUND'],
  })
  ofAccount(@Query() query: AccountForecastQueryDto): Promise<CostForecast> {
    return this.bus.ask(askForecastAccount, { horizon: DEFAULT_HORIZON, ...query });
  }
}
