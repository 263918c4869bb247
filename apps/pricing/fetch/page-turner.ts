import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { merged, NO_REFUSALS, tallied, type RefusalTally } from '@ml/domain/prices/refusal-tally';
import type { Parsed } from '@ml/domain/prices/refusal';
import { Database } from '@ml/persistence/database';
import { chunkStatus, turnPage, type ChunkKey, type ChunkProgress } from '@ml/persistence/stores/pricing/fetch-progress';
import type { Tx } from '@ml/persistence/tx';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { ChunkCancelled } from './chunk-cancelled';
import type { AnyStage } from './chunk-stage';
import { FetchQueue } from './fetch-queue';
import { pagesAhead, type PageAhead, type Place } from './pages-ahead';

/** Entries of a chunk, those of earlier workers included. */
export interface Turned {
  readonly pages: number;
  readonly fetched: number;
  readonly refused: RefusalTally;
  /** Whether this worker read rows that were left out, because nobody asked for them. */
  readonly unasked: boolean;
}

export interface Reading {
  readonly stages: readonly AnyStage[];
  /** Aborted when the service stops. */
  readonly signal: AbortSignal;
}

const DONE = 'done';

/** Writes page after page; rows, progress and its telling are one transaction, so a page is either done or was never begun. */
@Injectable()
export class PageTurner {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FetchQueue) private readonly queue: FetchQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Goes on where `progress` says, resolves with what the chunk has brought in all.
   * @throws ChunkCancelled; AppError SOURCE_FAILED, IN_PROGRESS when another worker has the chunk, UNAVAILABLE also when the service stops
   */
  async turnAll(chunk: ChunkKey, progress: ChunkProgress, { stages, signal }: Reading): Promise<Turned> {
    let turned: Turned = { pages: progress.pages, fetched: progress.records_fetched, refused: progress.refused ?? NO_REFUSALS, unasked: false };
    for await (const page of pagesAhead(stages, placeOf(progress, stages), signal)) {
      if (page.restarted) this.logger.warn({ ...chunk, stage: page.stage.name, pages: turned.pages }, 'the source no longer takes the place that was reached: its list is read anew');
      turned = await this.turn(chunk, { page, before: turned, stages });
    }
    return turned;
  }

  private async turn(chunk: ChunkKey, { page, before, stages }: { readonly page: PageAhead; readonly before: Turned; readonly stages: readonly AnyStage[] }): Promise<Turned> {
    const { rows, refused: refusedNow } = sorted(page.entries);
    const refused = merged(before.refused, refusedNow);
    const { following } = page;
    await this.database.transaction(async (tx) => {
      const written = rows.length === 0 ? { inserted: 0 } : await page.stage.write(tx, rows);
      const told = await turnPage(tx, {
        ...chunkKey(chunk),
        pages: before.pages,
        stage: following === null ? DONE : (stages[following.stage]?.name ?? DONE),
        next: following?.token ?? null,
        fetched: page.entries.length,
        inserted: written.inserted,
        refused,
        restarted: page.restarted,
      });
      if (told === undefined) throw await lost(tx, chunk);
      await this.queue.tell(tx, [told]);
    });
    return { pages: before.pages + 1, fetched: before.fetched + page.entries.length, refused, unasked: before.unasked || (page.unasked ?? 0) > 0 };
  }
}

const chunkKey = ({ task_id, chunk }: ChunkKey): ChunkKey => ({ task_id, chunk });

const lost = async (tx: Tx, chunk: ChunkKey): Promise<Error> =>
  (await chunkStatus(tx, chunk)) === 'cancelled' ? new ChunkCancelled('the chunk was called off') : new AppError('IN_PROGRESS', 'another worker has taken the chunk');

const placeOf = ({ stage, page_token: token }: ChunkProgress, stages: readonly AnyStage[]): Place | null => {
  if (stage === DONE) return null;
  const index = stages.findIndex((candidate) => candidate.name === stage);
  return index === -1 ? { stage: 0, token: null } : { stage: index, token };
};

const sorted = <Row>(entries: readonly Parsed<Row>[]): { readonly rows: Row[]; readonly refused: RefusalTally } => {
  const rows: Row[] = [];
  let refused = NO_REFUSALS;
  for (const entry of entries) {
    if ('row' in entry) rows.push(entry.row);
    else refused = tallied(refused, entry.refusal);
  }
  return { rows, refused };
};
