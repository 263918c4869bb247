import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { askCollectedRows, askCollectedSeries, askCostHistory, type AccountKey, type CollectedSeriesKey, type MonthlyAmount, type SeriesToScore, type WasteOfAccount } from '@ml/contracts/insights';
import { mergeSeries } from '@ml/domain/collection/merge-series';
import { Database } from '@ml/persistence/database';
import { readCostMonths, readNewestRows, readSeriesOf, type CollectedPage } from '@ml/persistence/stores/collector/collected-answers';
import { Answers } from '@ml/platform/bus/handlers';
import { SECOND_MS } from '@ml/units/time';
import { Identity } from '../identity/identity';

const MOST_ROWS = 1_000;
/** Series of one metric: a scan a day for a year. */
const MOST_SERIES = 400;
const MOST_HOURS = 10_000;

/** What was collected, for whoever forecasts, scores and judges. */
@Controller()
export class AnswersController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identity) private readonly identity: Identity,
  ) {}

  @Answers(askCostHistory)
  async costs(@Payload() { account_id, provider }: AccountKey): Promise<{ readonly series: readonly MonthlyAmount[] }> {
    const series = await readCostMonths(this.database, this.identity.hashes('account', account_id), provider ?? null);
    if (series.length === 0) throw new AppError('NOT_FOUND', 'nothing is known of what this account costs; send a scan of it first');
    return { series };
  }

  @Answers(askCollectedSeries)
  async series(@Payload() { resource_id, metric_name }: CollectedSeriesKey): Promise<SeriesToScore> {
    const kept = await readSeriesOf(this.database, this.identity.hashes('resource', resource_id), { metricName: metric_name, most: MOST_SERIES });
    const hours = kept.map(({ start_date, step_seconds, timeseries }) => ({ start: start_date.getTime(), step: step_seconds * SECOND_MS, values: timeseries }));
    const { times, values } = mergeSeries(hours, MOST_HOURS);
    if (times.length === 0) throw new AppError('NOT_FOUND', 'no series of this metric of this resource is kept; POST /collection/metrics sends one, a scan does when its metrics have times');
    return { timestamps: times.map((time) => new Date(time).toISOString()), values };
  }

  @Answers(askCollectedRows)
  async rows(@Payload() { account_id, limit, offset }: WasteOfAccount): Promise<CollectedPage> {
    const page = await readNewestRows(this.database, this.identity.hashes('account', account_id), { limit: Math.min(limit, MOST_ROWS), offset });
    if (page.total === 0) throw new AppError('NOT_FOUND', 'nothing was collected of this account; send a scan of it first');
    return page;
  }
}
