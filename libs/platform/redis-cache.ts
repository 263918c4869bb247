import type { OnApplicationShutdown } from '@nestjs/common';
import { createClient } from 'redis';
import { Cache } from './cache';
import type { Health } from './health';
import type { Logger } from './logger';
import type { Metrics } from './metrics';

/** How long a cache may hesitate before it counts as a miss. */
const PATIENCE_MS = 250;
const MOST_WAITING = 1_000;

interface CacheParts {
  readonly health: Health;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export class RedisCache extends Cache implements OnApplicationShutdown {
  private readonly client;
  private readonly reads;

  constructor(url: string, { health, metrics, logger }: CacheParts) {
    super();
    this.client = createClient({
      url,
      disableOfflineQueue: true,
      // A server that takes connections and answers nothing must not fill our memory with commands.
      commandsQueueMaxLength: MOST_WAITING,
      socket: { connectTimeout: 2_000, reconnectStrategy: (retries) => Math.min(2_000, 50 * 2 ** Math.min(retries, 6)) },
    });
    this.reads = metrics.counter({ name: 'ml_cache_reads_total', help: 'Cache reads by result', labels: ['result'] });
    this.client.on('error', (error: unknown) => logger.debug({ error: String(error) }, 'redis does not answer'));
    void this.client.connect().catch(() => undefined);
    health.add('redis', { critical: false, check: () => this.check() });
  }

  override async get(key: string): Promise<string | undefined> {
    const value = await this.orNothing(() => this.client.get(key));
    this.reads.inc({ result: typeof value === 'string' ? 'hit' : 'miss' });
    return typeof value === 'string' ? value : undefined;
  }

  override async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    await this.orNothing(() => this.client.set(key, value, { expiration: { type: 'EX', value: ttlSeconds } }));
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private async check(): Promise<void> {
    if (!this.client.isReady) throw new Error('redis does not answer: results are computed anew');
    await this.client.ping();
  }

  private async orNothing<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (!this.client.isReady) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const impatience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    });
    try {
      return await Promise.race([work(), impatience]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
