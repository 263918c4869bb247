import path from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Piscina } from 'piscina';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import type { RowSource } from '@ml/persistence/stores/pricing/source-state';
import { bundledFile } from '@ml/platform/bundled-file';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { threadPool } from '@ml/platform/thread-pool';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { PricingSettings } from '../settings';
import type { AwsAsk, AwsPage, AwsReply } from './aws-thread';
import { SourceCaller } from './source-caller';

/** A refresh comes every hour: keeping the thread for it would keep its memory for nothing. */
const IDLE_MS = 10_000;
const THREAD_MEMORY_MB = 512;
/** The price list is served in few regions only. */
const PRICE_LIST_REGIONS = ['us-east-1', 'eu-central-1', 'ap-south-1'];

type Question = AwsAsk extends infer Ask ? (Ask extends AwsAsk ? Pick<Ask, 'operation' | 'input' | 'region'> : never) : never;

/** AWS's own clients, in a thread that lives while something is fetched. An emulator is the same clients with another endpoint, and says so in every row. */
@Injectable()
export class AwsCalls implements OnApplicationShutdown {
  private readonly pool: Piscina<AwsAsk, AwsReply>;

  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(SourceCaller) private readonly caller: SourceCaller,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.pool = threadPool(logger, {
      filename: bundledFile('pricing-aws-thread.js', path.join(import.meta.dirname, 'aws-thread.ts')),
      name: 'call',
      minThreads: 0,
      maxThreads: 1,
      concurrentTasksPerWorker: settings.parallelism,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
      recordTiming: false,
    });
  }

  get source(): RowSource {
    return this.settings.awsEndpointUrl === null ? 'aws' : 'emulator';
  }

  /** Where the price list is asked: it tells the prices of all regions. */
  get priceListRegion(): string {
    const { awsRegion } = this.settings;
    return PRICE_LIST_REGIONS.includes(awsRegion) ? awsRegion : 'us-east-1';
  }

  /** @throws AppError SOURCE_FAILED */
  page(question: Question, lane: FetchLane): Promise<AwsPage> {
    const ask = { ...question, endpoint: this.settings.awsEndpointUrl, timeoutMs: this.settings.callTimeoutSeconds * 1_000 } as AwsAsk;
    return this.caller.call({ operation: question.operation, lane }, async () => {
      const reply = await this.pool.run(ask);
      if (reply.ok) return reply.page;
      const { name, status, stale_token } = reply.failure;
      throw Object.assign(new Error(name), { name, stale_token, ...(status !== null && { status }) });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
