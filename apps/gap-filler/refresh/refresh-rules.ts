import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { TriggerRefresh } from '@ml/contracts/refresh';
import { checkDays, dayOf, type DaysToFetch } from '@ml/domain/gaps/check-days';
import { refreshWindow } from '@ml/domain/gaps/refresh-window';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { GapFillerSettings } from '../settings';

const FROM = 'refresh_from_date';
const TO = 'refresh_to_date';

/** What this installation allows a refresh. */
@Injectable()
export class RefreshRules {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<GapFillerSettings>,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  get today(): string {
    return dayOf(this.clock.now());
  }

  get isEnabled(): boolean {
    return this.settings.enabled;
  }

  get lookbackDays(): number {
    return Math.min(this.settings.autoRefreshLookbackDays, this.maxLookbackDays);
  }

  get maxLookbackDays(): number {
    return this.settings.maxLookbackDays;
  }

  get maxJobs(): number {
    return this.settings.maxJobs;
  }

  /** @throws AppError JOBS_DISABLED */
  requireEnabled(): void {
    if (!this.isEnabled) throw new AppError('JOBS_DISABLED', 'this installation refreshes no models: GAP_FILLER_ENABLED is false');
  }

  /** The days asked for; those left out are the lookback until today. @throws StateFault BAD_FIELD with the name of the day that is wrong */
  daysOf({ refresh_from_date, refresh_to_date }: Pick<TriggerRefresh, typeof FROM | typeof TO>): DaysToFetch {
    const { today, maxLookbackDays: maxDays } = this;
    const to = refresh_to_date ?? today;
    const last = checkDays({ from: to, to, today, maxDays, names: { from: TO, to: TO } });
    const from = refresh_from_date ?? refreshWindow({ to: dayOf(last.from), days: this.lookbackDays, today, maxDays }).from;
    return checkDays({ from, to, today, maxDays, names: { from: FROM, to: TO } });
  }
}
