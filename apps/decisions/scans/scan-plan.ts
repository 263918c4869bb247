import { Inject, Injectable } from '@nestjs/common';
import type { EngineType } from '@ml/contracts/engine-types';
import { TOGGLE_KEYS, TOGGLES } from '@ml/contracts/feature-toggles';
import type { DueQuery, ScanInterval } from '@ml/persistence/stores/decisions/due-scans';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import { EngineDirectory } from '../engine-directory';
import type { DecisionsSettings } from '../settings';
import type { Effective } from '../toggles/effective-toggles';
import { ToggleBoard } from '../toggles/toggle-board';

const HOUR_SECONDS = 3_600;
const MINUTE_SECONDS = 60;
/** An engine that fails is left alone for so long: its scans must not keep those of the others waiting. */
const REST_MS = 60_000;
/** Looked up at once: few, so that what is done is still due. */
const BATCH = 16;

/** Which engines look by themselves, and how often. */
export const scanIntervals = (toggles: Effective): readonly ScanInterval[] =>
  TOGGLE_KEYS.flatMap((key) => {
    const { enabled, auto_scan_interval_hours: hours } = toggles[key];
    return enabled && hours !== null ? [{ engine: TOGGLES[key].engine, seconds: hours * HOUR_SECONDS }] : [];
  });

/** What is to be scanned, as toggles, engines and clock have it now. */
@Injectable()
export class ScanPlan {
  private readonly resting = new Map<EngineType, number>();

  constructor(
    @Inject(ToggleBoard) private readonly toggles: ToggleBoard,
    @Inject(EngineDirectory) private readonly engines: EngineDirectory,
    @Inject(SETTINGS) private readonly settings: SettingsOf<DecisionsSettings>,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Of every engine that is switched on, also of one that is away: how late they all are. */
  async everything(): Promise<DueQuery> {
    return {
      intervals: scanIntervals(await this.toggles.all()),
      maxAgeSeconds: this.settings.snapshotMaxAgeMinutes * MINUTE_SECONDS,
      offsetMs: this.clock.millis() - Date.now(),
      limit: BATCH,
    };
  }

  /** Of engines that answer: the others' turn comes when they are back. */
  async possible(): Promise<DueQuery> {
    const { intervals, ...query } = await this.everything();
    return { ...query, intervals: intervals.filter(({ engine }) => this.engines.isThere(engine) && (this.resting.get(engine) ?? 0) <= Date.now()) };
  }

  rest(engine: EngineType): void {
    this.resting.set(engine, Date.now() + REST_MS);
  }
}
