import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { scanToStore } from '@ml/contracts/collection';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { enqueueAll } from '@ml/persistence/outbox';
import { deleteOldUploads } from '@ml/persistence/stores/collector/scan-uploads';
import { findOverdueScans } from '@ml/persistence/stores/collector/scans';
import type { Tx } from '@ml/persistence/tx';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@ml/units/time';

const EVERY = '*/10 * * * *';
/** A scan is sent within minutes. */
const UNCLOSED_MS = HOUR_MS;
/** As long as somebody may find out why a scan cannot be stored, and have it stored after all. */
const FAILED_MS = 30 * DAY_MS;
/** A large scan takes seconds: whoever waits for so long was lost with its stream. */
const OVERDUE_MS = 30 * MINUTE_MS;

/** Lets go what never became a scan, and orders again what was accepted and is not stored. */
@Injectable()
export class UploadHousekeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('scan-uploads', EVERY, (tx, slot) => this.tidy(tx, slot));
  }

  async tidy(tx: Tx, slot: Date): Promise<void> {
    const before = (milliseconds: number): Date => new Date(slot.getTime() - milliseconds);
    const uploads = await deleteOldUploads(tx, { openedBefore: before(UNCLOSED_MS), closedBefore: before(FAILED_MS) });
    const overdue = await findOverdueScans(tx, before(OVERDUE_MS));
    await enqueueAll(
      tx,
      scanToStore,
      overdue.map((scan_hash) => ({ id: `scan:${scan_hash}:${slot.toISOString()}`, body: { scan_hash } })),
    );
    if (uploads + overdue.length > 0) this.logger.info({ uploads, overdue: overdue.length }, 'old uploads are gone, overdue scans are ordered again');
  }
}
