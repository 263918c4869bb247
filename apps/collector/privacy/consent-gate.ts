import { Inject, Injectable } from '@nestjs/common';
import type { Reason } from '@ml/contracts/decision';
import type { Sql } from '@ml/persistence/sql';
import { adoptPreferences, isSuppressed, readConsent, shareUser } from '@ml/persistence/stores/collector/consent';
import { SETTINGS } from '@ml/platform/tokens';
import { Identity } from '../identity/identity';
import type { CollectorSettings } from '../settings';

const OBJECTED: Reason = { code: 'OBJECTED', text: 'the user has objected: nothing of them is collected' };
const NO_CONSENT: Reason = { code: 'NO_CONSENT', text: 'the user has not agreed, and data are collected of those only who have: PUT /api/v1/preferences/{user_id} says so' };

/** Of whom nothing may be kept. */
@Injectable()
export class ConsentGate {
  constructor(
    @Inject(Identity) private readonly identity: Identity,
    @Inject(SETTINGS) private readonly settings: Pick<CollectorSettings, 'consentMode'>,
  ) {}

  /** Everything that this user may be known by here, as a user and as somebody who was erased: for `reasonNotToCollect` and nothing else. */
  hashesOf(userId: string): readonly string[] {
    return [...this.identity.hashes('user', userId), ...this.identity.hashes('suppression', userId)];
  }

  /**
   * Null: may be kept. `hashes` come from `hashesOf`, or where the plain id is not known any more, they are the one hash that was kept with the data.
   * In a transaction the user is neither erased nor objects until it ends: ask before any other lock is taken, and look for the data again after it.
   * @throws AppError UNAVAILABLE while the database is away: nothing is collected on a guess
   */
  async reasonNotToCollect(sql: Sql, hashes: readonly string[]): Promise<Reason | null> {
    await shareUser(sql, hashes);
    const said = await readConsent(sql, hashes);
    if (said?.objection === true || (await isSuppressed(sql, hashes))) return OBJECTED;
    if (this.settings.consentMode === 'opt_in' && said?.consent !== true) return NO_CONSENT;
    const [current] = hashes;
    if (said !== undefined && current !== undefined && said.user_hash !== current) await adoptPreferences(sql, said.user_hash, { hash: current, keyVersion: this.identity.keyVersion });
    return null;
  }
}
