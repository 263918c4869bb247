import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import { SETTINGS } from '@ml/platform/tokens';
import { RateLimits } from '../http/rate-limits';
import { Authenticator } from '../keys/authenticator';
import type { Identity } from '../keys/identity';
import { KeyRing } from '../keys/key-ring';
import type { GatewaySettings } from '../settings';

/** Who may listen. */
@Injectable()
export class StreamDoor {
  @Inject(SETTINGS) private readonly settings!: GatewaySettings;

  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(KeyRing) private readonly ring: KeyRing,
  ) {}

  /** @throws AppError BUSY */
  makeRoom(connections: number): void {
    if (connections >= this.settings.streamConnections) throw new AppError('BUSY', 'all stream connections of this replica are taken');
  }

  /** @throws AppError as for any request */
  async identify(key: string | undefined, address: string): Promise<Identity> {
    const identity = await this.authenticator.identify(key, address);
    await this.limits.take(identity.keyId);
    return identity;
  }

  isGood(key: string | undefined): boolean {
    return key !== undefined && this.ring.find(key) !== undefined;
  }
}
