import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { GAP_DATA_TYPES, type AnalyzeGap, type GapAnalysis } from '@ml/contracts/gaps';
import { askModelDetails } from '@ml/contracts/models';
import { dayOf } from '@ml/domain/gaps/check-days';
import { gapCoverage, missingTypes } from '@ml/domain/gaps/gap-coverage';
import { expectedOf, planPieces } from '@ml/domain/gaps/plan-pieces';
import { requiredWindow } from '@ml/domain/gaps/required-window';
import { secondsFor, wholeMinutes } from '@ml/domain/gaps/seconds-for';
import { Database } from '@ml/persistence/database';
import { readFetchRate } from '@ml/persistence/stores/gap-filler/fetch-rate';
import { Bus } from '@ml/platform/bus/bus';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { PriceKnowledge } from '../planning/price-knowledge';
import type { GapFillerSettings } from '../settings';

/** Gaps that an answer names. */
const MAX_MISSING = 500;

/** Says what a model lacks. Changes nothing. */
@Injectable()
export class GapAnalyzer {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<GapFillerSettings>,
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PriceKnowledge) private readonly prices: PriceKnowledge,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** @throws AppError NOT_FOUND, BAD_FIELD, UNKNOWN_REGION, UNKNOWN_INSTANCE_TYPE, UNAVAILABLE */
  async analyze({ model_id, required_lookback_days, instance_types, regions }: AnalyzeGap): Promise<GapAnalysis> {
    const maxDays = this.settings.maxLookbackDays;
    const lookbackDays = this.lookback(required_lookback_days);
    const { trained_until } = await this.bus.ask(askModelDetails, { model_id });
    const now = this.clock.now();
    const window = requiredWindow({ trained_until, lookbackDays, maxDays, now });
    const scope = await this.prices.scope({ instance_types, regions });
    const bases = await this.prices.bases(scope, window);
    const pieces = planPieces({ ...window, data_types: GAP_DATA_TYPES, scope, bases, anewFrom: window.until, freshAt: now });
    const estimated_records = expectedOf(pieces);
    const missing = missingTypes(bases, window);
    return {
      model_id,
      trained_until,
      current_date: dayOf(now),
      gap_days: window.gap_days,
      required_from: window.required_from,
      out_of_reach_days: window.out_of_reach_days,
      required_data_types: GAP_DATA_TYPES.filter((type) => pieces.some((piece) => piece.data_type === type)),
      estimated_records,
      estimated_duration_minutes: wholeMinutes(secondsFor(estimated_records, await readFetchRate(this.database))),
      coverage: gapCoverage(bases, window),
      missing: missing.slice(0, MAX_MISSING),
      missing_total: missing.length,
      on_demand_as_of: Object.fromEntries(bases.map((basis) => [basis.region, basis.on_demand_as_of])),
    };
  }

  private lookback(days: number | undefined): number {
    const { defaultLookbackDays, maxLookbackDays } = this.settings;
    if (days === undefined) return Math.min(defaultLookbackDays, maxLookbackDays);
    if (Number.isInteger(days) && days >= 1 && days <= maxLookbackDays) return days;
    throw new AppError('BAD_FIELD', `required_lookback_days is a whole number from 1 to ${maxLookbackDays}: no source keeps prices for longer than 90 days`, { path: 'required_lookback_days' });
  }
}
