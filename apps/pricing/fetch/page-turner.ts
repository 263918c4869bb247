import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { NO_REFUSALS, tallied, type RefusalTally } from '@ml/domain/prices/refusal-tally';
import type { Parsed } from '@ml/domain/prices/refusal';
import { Database } from '@ml/persistence/database';
import { turnPage, type ChunkKey, type ChunkProgress } from '@ml/persistence/stores/pricing/fetch-progress';
import type { AnyStage } from './chunk-stage';

/** Entries of a chunk, those of earlier workers included. */
export interface Turned {
  readonly fetched: number;
  readonly refused: number;
}

interface Place {
  readonly stage: number;
  readonly token: string | null;
  readonly pages: number;
}

const DONE = 'done';

/** Fetches page after page; rows and progress of a page are one transaction, so a page is either done or was never begun. */
@Injectable()
export class PageTurner {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Goes on where `progress` says, resolves with what the chunk has brought in all. */
  async turnAll(chunk: ChunkKey, progress: ChunkProgress, stages: readonly AnyStage[]): Promise<Turned> {
    let fetched = progress.records_fetched;
    let refused = progress.records_refused;
    let place: Place | null = placeOf(progress, stages);
    while (place !== null) {
      const turned = await this.turn(chunk, place, stages);
      fetched += turned.fetched;
      refused += turned.refused;
      place = turned.next;
    }
    return { fetched, refused };
  }

  private async turn(chunk: ChunkKey, place: Place, stages: readonly AnyStage[]): Promise<Turned & { readonly next: Place | null }> {
    const stage = stages[place.stage];
    if (stage === undefined) return { fetched: 0, refused: 0, next: null };
    const page = await stage.page(place.token);
    const { rows, refused } = sorted(page.entries);
    const following = page.next === null ? { stage: place.stage + 1, token: null } : { stage: place.stage, token: page.next };
    await this.database.transaction(async (tx) => {
      const written = rows.length === 0 ? { inserted: 0 } : await stage.write(tx, rows);
      const turned = await turnPage(tx, {
        task_id: chunk.task_id,
        chunk: chunk.chunk,
        pages: place.pages,
        stage: stages[following.stage]?.name ?? DONE,
        next: following.token,
        fetched: page.entries.length,
        inserted: written.inserted,
        refused,
      });
      if (!turned) throw new AppError('IN_PROGRESS', 'another worker has taken the chunk');
    });
    return { fetched: page.entries.length, refused: refused.count, next: following.stage < stages.length ? { ...following, pages: place.pages + 1 } : null };
  }
}

const placeOf = ({ stage, page_token, pages }: ChunkProgress, stages: readonly AnyStage[]): Place | null => {
  if (stage === DONE) return null;
  const index = stages.findIndex((candidate) => candidate.name === stage);
  return index === -1 ? { stage: 0, token: null, pages } : { stage: index, token: page_token, pages };
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
