import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { RateLimits } from '../http/rate-limits';
import type { Identity } from './identity';
import { KeyRing } from './key-ring';

const KEY_HEADER = 'X-API-Key';

/** Says who holds a key. */
@Injectable()
export class Authenticator {
  constructor(
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  /** @throws AppError UNAUTHENTICATED, INVALID_KEY, RATE_LIMITED (too many wrong ones), UNAVAILABLE (cannot be checked now) */
  async identify(key: string | undefined, address: string): Promise<Identity> {
    const known = key === undefined ? undefined : this.ring.find(key);
    if (known !== undefined) return known;
    await this.limits.refuseGuesser(address);
    const found = key === undefined ? undefined : await this.ring.lookUp(key);
    if (found !== undefined) return found;
    await this.limits.countFailure(address);
    if (key === undefined) throw new AppError('UNAUTHENTICATED', 'send a key as X-API-Key or as Authorization: Bearer', { path: KEY_HEADER });
    throw new AppError('INVALID_KEY', 'the key is not known, has been revoked or has expired', { path: KEY_HEADER });
  }
}
