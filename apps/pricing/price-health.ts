import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { sourceStates, type SourceState } from '@ml/persistence/stores/pricing/source-state';
import { Clock } from '@ml/platform/clock';
import { Health } from '@ml/platform/health';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { HOUR_MS } from '@ml/units/time';
import type { PricingSettings } from './settings';

/** Three refreshes missed. */
const STALE_MS = 3 * HOUR_MS;

/** Says in health which prices are old and why. Old prices still answer, so this never takes the service out. */
@Injectable()
export class PriceHealth implements OnApplicationBootstrap {
  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(Database) private readonly database: Database,
    @Inject(Health) private readonly health: Health,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.health.add('prices', { critical: false, check: () => this.check() });
  }

  private async check(): Promise<void> {
    if (!this.settings.fetchEnabled) return;
    const states = await sourceStates(this.database);
    const complaints = states.filter((state) => this.isFollowed(state)).flatMap((state) => complaintOf(state, this.clock.millis()));
    if (complaints.length > 0) throw new Error(complaints.join('; '));
  }

  /** Imported prices grow old on purpose. */
  private isFollowed(state: SourceState): boolean {
    return state.source !== 'file' && (state.region === '*' || this.settings.regions.includes(state.region));
  }
}

export const complaintOf = (state: SourceState, now: number): readonly string[] => {
  const what = `${state.data_type} of ${state.region === '*' ? 'all regions' : state.region}`;
  const age = state.observed_until === null ? null : Math.floor((now - state.observed_until.getTime()) / HOUR_MS);
  const aged = age === null ? 'never fetched' : `${String(age)} h old`;
  if (state.error_message !== null) return [`${what}: ${aged}, ${state.error_message}`];
  const stale = state.data_type === 'spot_prices' && state.observed_until !== null && now - state.observed_until.getTime() > STALE_MS;
  return stale ? [`${what}: ${aged}`] : [];
};
