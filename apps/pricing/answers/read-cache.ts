import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { dataRevision, type DataKind } from '@ml/persistence/stores/pricing/source-state';
import { Cache } from '@ml/platform/cache';
import { Clock } from '@ml/platform/clock';

const HOUR_SECONDS = 3_600;
/** The key carries the revision of the data, so age alone never makes an answer wrong. */
const TTL_SECONDS: Readonly<Record<DataKind, number>> = {
  spot_prices: 7 * 24 * HOUR_SECONDS,
  on_demand_prices: 7 * 24 * HOUR_SECONDS,
  spot_advisor: HOUR_SECONDS,
  catalogue: HOUR_SECONDS,
  offerings: HOUR_SECONDS,
};

/** An export is read once: it would take the place of a thousand answers that are asked for again. */
const LONGEST_KEPT = 512 * 1024;

/** What an answer depends on, besides the rows. */
export interface CachedQuestion {
  readonly kind: DataKind;
  readonly region: string | undefined;
  readonly query: unknown;
}

/** Answers read before, as long as nothing was written that they could show. Without Redis every answer is read anew. */
@Injectable()
export class ReadCache {
  constructor(
    @Inject(Cache) private readonly cache: Cache,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async answer<Answer>({ kind, region, query }: CachedQuestion, read: () => Promise<Answer>): Promise<Answer> {
    // Before the rows are read: a write in between makes the key older than the answer, never the answer older than the key.
    const revision = await dataRevision(this.database, kind, region);
    // A price that was announced comes into force at midnight without a write.
    const day = this.clock.now().toISOString().slice(0, 10);
    const key = `pricing:${kind}:${revision}:${day}:${createHash('sha256').update(JSON.stringify(query)).digest('base64url')}`;
    const known = await this.cache.get(key);
    if (known !== undefined) return JSON.parse(known) as Answer;
    const answer = await read();
    const text = JSON.stringify(answer);
    if (text.length <= LONGEST_KEPT) await this.cache.set(key, text, TTL_SECONDS[kind]);
    return answer;
  }
}
