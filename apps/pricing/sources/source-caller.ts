import { Inject, Injectable } from '@nestjs/common';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import { Metrics } from '@ml/platform/metrics';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { PricingSettings } from '../settings';
import { CallLimiter } from './call-limiter';
import { isPassing, sourceFailed } from './source-failure';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

interface RetryOptions {
  readonly attempts: number;
  readonly backoff: number;
  /** Overridden in specs. */
  readonly pause?: (ms: number) => Promise<void>;
}

export interface SourceCall {
  readonly operation: string;
  readonly lane: FetchLane;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Tries again while the failure may pass. The pause is anything up to its length, so that replicas do not knock together. */
export const withRetries = async <T>(call: () => Promise<T>, { attempts, backoff, pause = wait }: RetryOptions): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts || !isPassing(error)) throw error;
      await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * backoff ** (attempt - 1)));
    }
  }
};

/** Every call to a price source goes through here: so many at once, tried again, counted. */
@Injectable()
export class SourceCaller {
  private readonly limiter: CallLimiter;
  private readonly calls;

  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<PricingSettings>,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.limiter = new CallLimiter(settings.parallelism);
    this.calls = metrics.counter({ name: 'ml_price_source_calls_total', help: 'Calls to price sources', labels: ['operation', 'outcome'] });
  }

  /** @throws AppError SOURCE_FAILED once the attempts are used up, or at once when trying again is of no use. */
  async call<T>({ operation, lane }: SourceCall, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { retryAttempts: attempts, retryBackoff: backoff, callTimeoutSeconds } = this.settings;
    const once = async (): Promise<T> => {
      try {
        const answer = await call(AbortSignal.timeout(callTimeoutSeconds * 1_000));
        this.calls.inc({ operation, outcome: 'ok' });
        return answer;
      } catch (error) {
        this.calls.inc({ operation, outcome: 'failed' });
        throw error;
      }
    };
    try {
      return await this.limiter.run(() => withRetries(once, { attempts, backoff }), lane);
    } catch (error) {
      throw sourceFailed(operation, error);
    }
  }
}
