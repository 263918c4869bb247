import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { priceSnapshotPublished, type PriceHistorySnapshot, type PriceSnapshot, type PriceSnapshotPublished } from '@ml/contracts/pricing';
import { buildHistory } from '@ml/domain/prices/history-snapshot';
import { buildSnapshot, snapshotText } from '@ml/domain/prices/snapshot';
import { Database } from '@ml/persistence/database';
import { enqueue } from '@ml/persistence/outbox';
import { regionsWithData } from '@ml/persistence/stores/pricing/read-stats';
import { lockSnapshotOf, logSnapshot, logUnchanged, newestSnapshots, writtenRevision } from '@ml/persistence/stores/pricing/snapshot-log';
import type { Tx } from '@ml/persistence/tx';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { LOGGER } from '@ml/platform/tokens';
import { gatherFacts } from './gather-facts';

const compress = promisify(zstdCompress);
/** Several chunks of a region end within seconds: one snapshot serves them all. */
const QUIET_MS = 1_500;
/** A big region on a busy machine. */
const STATEMENT_MS = 300_000;

interface Built {
  readonly snapshot: PriceSnapshot;
  readonly history: PriceHistorySnapshot;
  /** See `writtenRevision`. */
  readonly revision: number;
}

/** Builds the immutable snapshot of a region, stores it under its own hash, and tells everybody when it is another one. */
@Injectable()
export class SnapshotPublisher implements OnApplicationShutdown {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  /** One build at a time: a big region needs some memory. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly seconds;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.seconds = metrics.histogram({ name: 'ml_price_snapshot_build_seconds', help: 'Time to build and publish the snapshot of a region' });
  }

  onApplicationShutdown(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  /** Lost when the process ends before: the next look for regions that are behind finds them. */
  rebuildSoon(region: string): void {
    if (this.waiting.has(region)) return;
    const timer = setTimeout(() => {
      this.waiting.delete(region);
      this.rebuild(region).catch((error: unknown) => this.logger.warn({ region, error: String(error) }, 'the snapshot could not be built yet'));
    }, QUIET_MS);
    this.waiting.set(region, timer);
  }

  async rebuildEverythingSoon(): Promise<void> {
    for (const region of await regionsWithData(this.database)) this.rebuildSoon(region);
  }

  /** The newest snapshot of the region; undefined when nothing at all is known about it. */
  rebuild(region: string): Promise<PriceSnapshotPublished | undefined> {
    const next = this.last.then(() => this.buildAndPublish(region));
    this.last = next.catch(() => undefined);
    return next;
  }

  private async buildAndPublish(region: string): Promise<PriceSnapshotPublished | undefined> {
    const stop = this.seconds.startTimer();
    const published = await this.database.transaction(async (tx) => {
      await tx.allow(STATEMENT_MS);
      await lockSnapshotOf(tx, region);
      const revision = await writtenRevision(tx, region);
      const facts = await gatherFacts(tx, region, this.clock.now());
      const snapshot = buildSnapshot(facts);
      if (snapshot.types.length === 0 && snapshot.pools.length === 0) return undefined;
      return this.publish(tx, { snapshot, history: buildHistory(region, facts.asOf, facts.histories), revision });
    });
    stop();
    return published;
  }

  private async publish(tx: Tx, { snapshot, history, revision }: Built): Promise<PriceSnapshotPublished> {
    const { region, source } = snapshot;
    const snapshot_id = await this.blobs.put(await compress(Buffer.from(snapshotText(snapshot))), 'snapshot');
    const history_id = history.pools.length === 0 ? undefined : await this.blobs.put(await compress(Buffer.from(JSON.stringify(history))), 'history');
    const [newest] = await newestSnapshots(tx, region);
    if (newest?.snapshot_id === snapshot_id && newest.history_id === history_id) {
      await logUnchanged(tx, region, { source, revision });
      await this.announce(tx, newest);
      return newest;
    }
    const published = {
      region,
      snapshot_id,
      ...(history_id !== undefined && { history_id }),
      as_of: snapshot.as_of,
      prices_as_of: snapshot.prices_as_of,
      types: snapshot.types.length,
      pools: snapshot.pools.length,
      published_at: this.clock.now().toISOString(),
    };
    await logSnapshot(tx, published, { source, revision });
    await this.announce(tx, published);
    this.logger.info({ region, snapshot: snapshot_id, pools: published.pools, types: published.types, source }, 'a new snapshot of prices');
    return published;
  }

  /** Also what has not changed: a bus that has lost its data learns it again with the next look. */
  private async announce(tx: Tx, published: PriceSnapshotPublished): Promise<void> {
    const { region, snapshot_id } = published;
    await enqueue(tx, priceSnapshotPublished, { id: `snapshot:${region}:${snapshot_id}:${this.clock.millis()}`, key: region, body: published });
  }
}
