import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { GapListed, GapQuery, GapState } from '@ml/contracts/gaps';
import type { Paged } from '@ml/contracts/pricing';
import { day } from '@ml/domain/models/day';
import { Database } from '@ml/persistence/database';
import { toGapListed, type GapRow } from '@ml/persistence/stores/gap-filler/gap-row';
import { GapStore } from '@ml/persistence/stores/gap-filler/gap-store';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import { under } from '@ml/state/read';

/** Lines that a status shows. */
const NEWEST_LINES = 50;

/** Fills, with how far they are. */
@Injectable()
export class GapViews {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(GapStore) private readonly gaps: GapStore,
    @Inject(JobStore) private readonly jobs: JobStore,
  ) {}

  /** @throws AppError NOT_FOUND */
  async state(gapId: string): Promise<GapState> {
    // The row first: a fill that is ended by then has all its counts.
    const row = await this.row(gapId);
    const log = await this.jobs.newestLines(this.database, gapId, NEWEST_LINES);
    const [listed] = await this.withProgress([row]);
    if (listed === undefined) throw new Error(`the fill ${gapId} has no job`);
    return { ...listed, log };
  }

  /** @throws StateFault BAD_FIELD for what is no day */
  async list(query: GapQuery): Promise<Paged<GapListed>> {
    for (const key of ['start_date', 'end_date'] as const) if (query[key] !== undefined) under(key, day, query[key]);
    const { rows, total } = await this.gaps.list(query);
    return { rows: await this.withProgress(rows), total };
  }

  /** @throws AppError NOT_FOUND */
  async row(gapId: string): Promise<GapRow> {
    const row = await this.gaps.find(gapId);
    if (row === undefined) throw new AppError('NOT_FOUND', 'there is no such fill', { path: 'gap_id' });
    return row;
  }

  private async withProgress(rows: readonly GapRow[]): Promise<readonly GapListed[]> {
    const progress = await this.jobs.progressOf(
      this.database,
      rows.map(({ gap_id }) => gap_id),
    );
    return rows.flatMap((row) => {
      const view = progress.get(row.gap_id);
      return view === undefined ? [] : [toGapListed(row, view)];
    });
  }
}
