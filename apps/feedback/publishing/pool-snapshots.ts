import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { poolsPublished, type PoolSnapshot } from '@ml/contracts/pools';
import { changeBetween, type SnapshotChange } from '@ml/domain/learning/pool-snapshot';
import { Database } from '@ml/persistence/database';
import { enqueue } from '@ml/persistence/outbox';
import { readLessons, readRisks, readWeight, type Lessons } from '@ml/persistence/stores/feedback/pool-snapshot-rows';
import { lockPublication, notePublication, type Publication } from '@ml/persistence/stores/feedback/publication';
import type { Tx } from '@ml/persistence/tx';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { nextTurn } from '@ml/platform/next-turn';
import { LOGGER } from '@ml/platform/tokens';
import { MINUTE_MS } from '@ml/units/time';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** As many lessons as an engine reads within a few milliseconds; a region has some 4,000 pools. */
const MOST_POOLS = 20_000;
/** Scores move with every report: for them alone a new snapshot, kept for 400 days, is not made more often than results are reused. */
const SCORES_EVERY_MS = 5 * MINUTE_MS;
/** An older snapshot would say nothing of who is being interrupted. */
const RENEWED_EVERY_MS = 60 * MINUTE_MS;

/** `now`: whatever has changed. `soon`: scores may wait a little. `look`: also what nobody announced, and what was lost. */
export type Occasion = 'now' | 'soon' | 'look';

interface Draft extends Pick<PoolSnapshot, 'weight'>, Lessons {
  /** JSON of the pools. */
  readonly text: string;
  readonly hash: string;
}

/** Makes the immutable snapshot of everything that was learned, and tells it when engines would decide otherwise with it. */
@Injectable()
export class PoolSnapshots {
  private newest: { readonly id: string; readonly content: Pick<PoolSnapshot, 'weight' | 'pools'> } | undefined;
  private readonly seconds;
  private readonly published;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.seconds = metrics.histogram({ name: 'ml_pool_snapshot_build_seconds', help: 'Time to look whether a new snapshot of pools is due, and to publish it' });
    this.published = metrics.gauge({ name: 'ml_pool_snapshot_pools', help: 'Pools of which something was learned: in the newest snapshot, or left out of it', labels: ['state'] });
  }

  /** One after the other over all replicas. @returns the id under which the newest is told; null before the first */
  async renew(occasion: Occasion): Promise<string | null> {
    const stop = this.seconds.startTimer();
    const told = await this.database.transaction(async (tx) => {
      const { told: last, now: dbNow } = await lockPublication(tx);
      const now = this.clock.shown(dbNow);
      if (occasion === 'soon' && !(await this.isWorthALook(tx, last, now))) return messageId(last.revision);
      const draft = await this.draft(tx, now);
      if (await this.isDue(last, draft, { occasion, now: now.getTime() })) return this.publish(tx, draft, now);
      return occasion === 'look' ? this.tellAgain(tx, last) : messageId(last.revision);
    });
    stop();
    return told;
  }

  /** Reports come by the thousand: all lessons are not read for each, while the scores of some must wait anyway. */
  private async isWorthALook(tx: Tx, { snapshot_id, published_at }: Publication, now: Date): Promise<boolean> {
    if (snapshot_id === null || published_at === null || now.getTime() - published_at.getTime() >= SCORES_EVERY_MS) return true;
    const before = await this.contentOf(snapshot_id);
    if (before === undefined) return true;
    const risks = { weight: await readWeight(tx), pools: await readRisks(tx, now) };
    const told = before.pools.filter(({ level, blocked_until }) => level !== 'NORMAL' || blocked_until !== null);
    return changeBetween({ weight: before.weight, pools: told }, risks, now.getTime()) === 'risk';
  }

  private async draft(tx: Tx, at: Date): Promise<Draft> {
    const lessons = await readLessons(tx, at, MOST_POOLS);
    const weight = await readWeight(tx);
    await nextTurn();
    const text = JSON.stringify(lessons.pools);
    await nextTurn();
    const hash = createHash('sha256').update(`${String(weight)} ${text}`).digest('hex');
    await nextTurn();
    this.published.set({ state: 'published' }, lessons.pools.length);
    this.published.set({ state: 'left_out' }, lessons.known - lessons.pools.length);
    return { ...lessons, weight, text, hash };
  }

  private async isDue(last: Publication, draft: Draft, { occasion, now }: { readonly occasion: Occasion; readonly now: number }): Promise<boolean> {
    const age = now - (last.published_at?.getTime() ?? Number.NEGATIVE_INFINITY);
    if (last.snapshot_id === null || age > RENEWED_EVERY_MS) return true;
    if (occasion === 'look' && !(await this.blobs.has(last.snapshot_id))) return true;
    const change = last.content_hash === draft.hash ? 'none' : await this.changeSince(last.snapshot_id, draft, now);
    return change === 'scores' ? occasion === 'now' || age >= SCORES_EVERY_MS : change === 'risk';
  }

  private async changeSince(id: string, draft: Draft, now: number): Promise<SnapshotChange> {
    const before = await this.contentOf(id);
    return before === undefined ? 'risk' : changeBetween(before, draft, now);
  }

  /** undefined when it is gone: then a new one is due, whatever was in it. */
  private async contentOf(id: string): Promise<Pick<PoolSnapshot, 'weight' | 'pools'> | undefined> {
    if (this.newest?.id !== id) {
      try {
        const content = JSON.parse((await decompress(await this.blobs.get(id))).toString()) as PoolSnapshot;
        this.newest = { id, content };
      } catch (error) {
        if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined;
        throw error;
      }
    }
    return this.newest.content;
  }

  private async publish(tx: Tx, { weight, pools, known, text, hash }: Draft, at: Date): Promise<string> {
    const published_at = at.toISOString();
    const bytes = await compress(Buffer.from(`{"weight":${String(weight)},"as_of":"${published_at}","pools":${text}}`));
    const snapshot_id = await this.blobs.put(bytes, 'snapshot');
    const revision = await notePublication(tx, { snapshot_id, content_hash: hash, published_at: at });
    await enqueue(tx, poolsPublished, { id: messageId(revision), key: 'all', body: { snapshot_id, revision, weight, pools: pools.length, published_at } });
    this.newest = { id: snapshot_id, content: { weight, pools } };
    this.logger.info({ snapshot: snapshot_id, revision, weight, pools: pools.length, left_out: known - pools.length }, 'a new snapshot of pools');
    return messageId(revision);
  }

  /** A bus that has lost its data learns it again. */
  private async tellAgain(tx: Tx, { revision, snapshot_id, published_at }: Publication): Promise<string | null> {
    const content = snapshot_id === null ? undefined : await this.contentOf(snapshot_id);
    if (snapshot_id === null || published_at === null || content === undefined) return null;
    const id = `${messageId(revision)}:${String(Math.floor(Date.now() / MINUTE_MS))}`;
    await enqueue(tx, poolsPublished, { id, key: 'all', body: { snapshot_id, revision, weight: content.weight, pools: content.pools.length, published_at: published_at.toISOString() } });
    return id;
  }
}

const messageId = (revision: number): string => `pools:${String(revision)}`;
