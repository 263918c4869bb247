import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@ml/contracts/app-error';
import { SETTINGS } from '@ml/platform/tokens';
import type { GatewaySettings } from '../settings';

const WINDOW_SECONDS = 60;

/** Where a caller stands in its window. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** In memory, so per replica: a limit protects a replica, it is no bill. */
@Injectable()
export class RateLimits {
  private readonly keys: RateLimiterMemory;
  private readonly failures: RateLimiterMemory;

  constructor(@Inject(SETTINGS) settings: GatewaySettings) {
    this.keys = new RateLimiterMemory({ points: settings.rateLimitPerMinute, duration: WINDOW_SECONDS });
    this.failures = new RateLimiterMemory({ points: settings.failedAuthPerMinute, duration: WINDOW_SECONDS });
  }

  /** @throws AppError RATE_LIMITED */
  async take(keyId: string): Promise<Allowance> {
    const { points } = this.keys;
    const state = await this.keys.consume(keyId).catch(asState);
    if (state.consumedPoints > points) throw limited(`the key has used its ${points} requests of this minute`, state);
    return { limit: points, remaining: state.remainingPoints, resetSeconds: secondsLeft(state) };
  }

  /** @throws AppError RATE_LIMITED when this address has tried too many wrong keys. */
  async refuseGuesser(address: string): Promise<void> {
    const state = await this.failures.get(address);
    if (state !== null && state.consumedPoints >= this.failures.points) throw limited('too many requests without a good key came from this address', state);
  }

  async countFailure(address: string): Promise<void> {
    await this.failures.consume(address).catch(asState);
  }
}

/** The limiter rejects with the state when the points are used up. */
const asState = (thrown: unknown): RateLimiterRes => {
  if (thrown instanceof RateLimiterRes) return thrown;
  throw thrown;
};

const secondsLeft = (state: RateLimiterRes): number => Math.max(1, Math.ceil(state.msBeforeNext / 1000));

const limited = (message: string, state: RateLimiterRes): AppError => new AppError('RATE_LIMITED', message, { details: { retry_after_seconds: secondsLeft(state) } });
