import path from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Piscina } from 'piscina';
import { AppError } from '@ml/contracts/app-error';
import { bundledFile } from '@ml/platform/bundled-file';
import type { Logger } from '@ml/platform/logger';
import { threadPool } from '@ml/platform/thread-pool';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { CollectorSettings } from '../settings';
import type { CostAsk, CostFailure, CostPage, CostReply } from './cost-thread';

/** Once a day: keeping the thread would keep its memory for nothing. */
const IDLE_MS = 10_000;
const LIMITS = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 24 } as const;
const TIMEOUT_MS = 60_000;
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
const FASTER = 4;
const TOO_MANY_REQUESTS = 429;
const THROTTLED = /throttl|LimitExceeded|TooManyRequests/i;
const NO_CREDENTIALS = 'CredentialsProviderError';

const ADVICE: readonly (readonly [names: RegExp, advice: string])[] = [
  [/^CredentialsProviderError$/, 'the collector has no AWS credentials; give it an access key or a role'],
  [/^(AccessDenied|AccessDeniedException)$/, 'a permission is missing: sts:AssumeRole for the collector, or ce:GetCostAndUsage and ce:GetCostAndUsageWithResources for the role'],
  [/^DataUnavailableException$/, 'data of single resources are not switched on for the account, or not there yet'],
  [/^(ExpiredToken|ExpiredTokenException|UnrecognizedClientException|InvalidClientTokenId|SignatureDoesNotMatch)$/, 'AWS does not accept the credentials; look at them, and at the clock of this machine'],
];

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether the same call may succeed a moment later. */
const isPassing = ({ name, status }: CostFailure): boolean => THROTTLED.test(name) || (status === null ? name !== NO_CREDENTIALS : status < 400 || status >= 500 || status === TOO_MANY_REQUESTS);

/** Says what failed by the name that the service gives it: its texts quote accounts and roles. */
const failed = (operation: string, failure: CostFailure): AppError => {
  const advice = ADVICE.find(([names]) => names.test(failure.name))?.[1];
  return new AppError('SOURCE_FAILED', `${operation} failed: ${failure.name}${advice === undefined ? '' : `: ${advice}`}`, { retryable: isPassing(failure), details: { name: failure.name } });
};

type Question = Pick<CostAsk, 'operation' | 'role' | 'accountId' | 'from' | 'until'>;

/** Cost Explorer, page by page, each tried again while that may help. */
@Injectable()
export class CostCalls implements OnApplicationShutdown {
  private pool: Piscina<CostAsk, CostReply> | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<CollectorSettings, 'costExplorerEndpoint' | 'awsEndpointUrl' | 'costExplorerExternalId'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  private get endpoint(): string | null {
    return this.settings.costExplorerEndpoint ?? this.settings.awsEndpointUrl;
  }

  /** Whether the amounts are of AWS or invented. */
  get source(): 'aws' | 'emulator' {
    return this.endpoint === null ? 'aws' : 'emulator';
  }

  /** @throws AppError SOURCE_FAILED */
  async *pages(question: Question): AsyncGenerator<CostPage['amounts']> {
    const seen = new Set<string | null>();
    for (let token: string | null = null; !seen.has(token); ) {
      seen.add(token);
      const page = await this.page({ ...question, token, endpoint: this.endpoint, externalId: this.settings.costExplorerExternalId, timeoutMs: TIMEOUT_MS });
      yield page.amounts;
      if (page.next === null) return;
      token = page.next;
    }
    throw new AppError('SOURCE_FAILED', `${question.operation} failed: it came back to a page that was read`, { retryable: false });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private async page(ask: CostAsk): Promise<CostPage> {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await this.threads().run(ask);
      if (reply.ok) return reply.page;
      if (attempt >= ATTEMPTS || !isPassing(reply.failure)) throw failed(ask.operation, reply.failure);
      await wait(Math.random() * FIRST_PAUSE_MS * FASTER ** (attempt - 1));
    }
  }

  private threads(): Piscina<CostAsk, CostReply> {
    return (this.pool ??= threadPool(this.logger, {
      filename: bundledFile('collector-cost-thread.js', path.join(import.meta.dirname, 'cost-thread.ts')),
      name: 'call',
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: IDLE_MS,
      resourceLimits: LIMITS,
      recordTiming: false,
    }));
  }
}
