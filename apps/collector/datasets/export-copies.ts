import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { exportsWithoutCopy } from '@ml/persistence/stores/collector/export-orders';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { ExportPublisher } from './export-publisher';

const EVERY_FIVE_MINUTES = '*/5 * * * *';
const AT_ONCE = 5;

/** Archives what could not be archived when it was made. */
@Injectable()
export class ExportCopies implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(Database) private readonly database: Database,
    @Inject(ExportPublisher) private readonly publisher: ExportPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('collector-export-copies', EVERY_FIVE_MINUTES, () => this.copyAll());
  }

  async copyAll(): Promise<void> {
    for (const row of await exportsWithoutCopy(this.database, AT_ONCE)) {
      await this.publisher.copy(row).catch((error: unknown) => this.logger.warn({ export_id: row.export_id, err: error }, 'an export could not be archived; it is tried again'));
    }
  }
}
