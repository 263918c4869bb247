import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DATASETS } from '@ml/contracts/datasets';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { lastScheduled } from '@ml/persistence/stores/collector/export-orders';
import { forgetExpired, withdrawExpired } from '@ml/persistence/stores/collector/withdrawn-files';
import type { Tx } from '@ml/persistence/tx';
import { Database } from '@ml/persistence/database';
import type { Logger } from '@ml/platform/logger';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import { DAY_MS } from '@ml/units/time';
import type { CollectorSettings } from '../settings';
import { ExportDesk } from './export-desk';
import { WithdrawnFiles } from './withdrawn-files';

/** As much as models are trained with; older rows are in the exports before. */
const LEAST_DAYS = 90;
const MOST_DAYS = 3_660;
const AT_NIGHT = '23 4 * * *';

/** Orders an export of everything every week, and deletes those that are too old every night, once over all replicas. */
@Injectable()
export class ExportSchedules implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(ExportDesk) private readonly desk: ExportDesk,
    @Inject(Database) private readonly database: Database,
    @Inject(WithdrawnFiles) private readonly withdrawn: WithdrawnFiles,
    @Inject(SETTINGS) private readonly settings: CollectorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('collector-export', this.settings.exportCron, (tx, slot) => this.orderAll(tx, slot));
    this.schedule.every('collector-exports-forget', AT_NIGHT, (_, slot) => this.forget(slot));
  }

  /** The last 90 days, more when the last one is longer ago: no row is in none of them. */
  async orderAll(tx: Tx, slot: Date): Promise<void> {
    const last = await lastScheduled(tx);
    const since = last === null ? 0 : Math.ceil((slot.getTime() - last.getTime()) / DAY_MS) + 1;
    const days = Math.min(MOST_DAYS, Math.max(LEAST_DAYS, since));
    const row = await this.desk.queue(tx, { days, output_format: this.settings.exportFormat, gzip: true, datasets: DATASETS, requested_by: 'schedule' });
    this.logger.info({ export_id: row.export_id, days }, 'the weekly export is ordered');
  }

  async forget(now: Date): Promise<void> {
    const expired = await this.database.transaction((tx) => withdrawExpired(tx, now));
    // What an archive that is away keeps is deleted later; the export is forgotten after that.
    const blobs = await this.withdrawn.drop().catch((error: unknown) => this.logger.warn({ err: error }, 'files of old exports could not all be deleted; it is tried again'));
    const forgotten = await this.database.transaction((tx) => forgetExpired(tx, now));
    this.logger.info({ expired, blobs, forgotten }, 'old exports are gone');
  }
}
