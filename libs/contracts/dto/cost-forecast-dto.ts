import { COLLECTED_PROVIDERS, type CollectedProvider } from '../collection';
import { field } from '../field';
import type { CostForecast, ForecastMethod, MonthlyAmount } from '../insights';
import { FORECAST_METHODS } from '../insights';
import { OWN_ID } from './collection-names';
import { ReasonDto } from './plan-parts';

const MONTH = { pattern: /^\d{4}-(0[1-9]|1[0-2])$/, like: 'a month such as 2026-01' } as const;
/** Credits are negative. */
const AMOUNT = { min: -1e12, max: 1e12, unit: 'USD' } as const;
/** More than was ever paid, at times. */
const FORETOLD = { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, unit: 'USD' } as const;
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const MOST_MONTHS = 600;
const ACCOUNT_ID = { what: 'A collected account, by the id under which its scans were sent.', ...OWN_ID, example: '123456789012' } as const;
const PROVIDER = { what: 'Its provider, when the same id is known of several.', of: COLLECTED_PROVIDERS, example: 'aws', optional: true } as const;
const HORIZON = { what: 'How far to look ahead; 6 unless given.', unit: 'months', min: 1, max: 12, example: 6, optional: true } as const;

class MonthlyAmountDto implements MonthlyAmount {
  @field.text({ what: 'The month.', ...MONTH, example: '2026-01' })
  readonly month!: string;

  @field.number({ what: 'What was paid in it; negative when credits were more.', ...AMOUNT, example: 1234.5 })
  readonly amount!: number;
}

/** Six months that have ended, wherever one stands in time. */
const SERIES = [990, 1010, 1045, 1060, 1090, 1085].map((amount, at) => ({ month: `2026-0${at + 1}`, amount }));

export class ForecastAskDto {
  @field.objects({ what: 'What was paid, each month once, in any order; three months at least. The month that is has not ended and is left out. Either this or `account_id`.', type: () => MonthlyAmountDto, maxItems: MOST_MONTHS, example: SERIES, optional: true })
  readonly series?: readonly MonthlyAmountDto[];

  @field.text({ ...ACCOUNT_ID, optional: true, rare: true })
  readonly account_id?: string;

  @field.text({ ...PROVIDER, rare: true })
  readonly provider?: CollectedProvider;

  @field.integer(HORIZON)
  readonly horizon?: number;
}

export class AccountForecastQueryDto {
  @field.text(ACCOUNT_ID)
  readonly account_id!: string;

  @field.text(PROVIDER)
  readonly provider?: CollectedProvider;

  @field.integer(HORIZON)
  readonly horizon?: number;
}

class ForecastPointDto implements MonthlyAmount {
  @field.text({ what: 'The month.', ...MONTH, example: '2026-12' })
  readonly month!: string;

  @field.number({ what: 'What it is expected to cost.', ...FORETOLD, example: 1245.9 })
  readonly amount!: number;

  @field.number({ what: 'Lower end of the interval.', ...FORETOLD, example: 1190.2 })
  readonly lower!: number;

  @field.number({ what: 'Upper end of the interval.', ...FORETOLD, example: 1302.7 })
  readonly upper!: number;
}

class BacktestDto {
  @field.number({ what: 'Mean of the absolute errors in percent of what was paid, over all origins and months ahead; below 10 is the target. Null: a month cost nothing, or next to nothing.', unit: 'percent', ...COUNT, example: 4.1, nullable: true })
  readonly mape!: number | null;

  @field.number({ what: 'The same in percent of the mean of both amounts, 0 to 200; null: nothing was paid or foretold.', unit: 'percent', min: 0, max: 200, example: 4, nullable: true })
  readonly smape!: number | null;

  @field.flag({ what: 'Whether it was nearer than repeating the last month.', example: true })
  readonly beats_naive!: boolean;

  @field.integer({ what: 'From how many months of the past it was asked about the following ones.', ...COUNT, example: 6 })
  readonly origins!: number;
}

export class CostForecastDto implements CostForecast {
  @field.text({ what: 'The method that was chosen for this series by how well each foretold its past.', of: FORECAST_METHODS, example: 'mean_of_several' })
  readonly method!: ForecastMethod;

  @field.objects({ what: 'The months to come, in order.', type: () => ForecastPointDto })
  readonly points!: readonly ForecastPointDto[];

  @field.number({ what: 'Share of months that lie within the interval, as far as the past tells.', min: 0, max: 1, example: 0.8 })
  readonly level!: number;

  @field.object({ what: 'How well the method foretold the past of this series from what was known before; null: it is too short to try.', type: () => BacktestDto, nullable: true })
  readonly backtest!: BacktestDto | null;

  @field.integer({ what: 'Months that this rests on, filled ones too; the newest 144 at most.', ...COUNT, example: 24 })
  readonly months!: number;

  @field.objects({ what: 'What makes the forecast worse than it could be: SHORT_SERIES, NOT_TRIED, GAPS_FILLED, UNFINISHED_MONTH, OUTSIDE_TARGET, METHOD_FAILED.', type: () => ReasonDto, example: [{ code: 'UNFINISHED_MONTH', text: '2026-11 has not ended and was left out.' }] })
  readonly warnings!: readonly ReasonDto[];
}
