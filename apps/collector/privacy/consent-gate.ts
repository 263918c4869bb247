import { Inject, Injectable } from '@nestjs/common';
import type { Reason } from '@ml/contracts/decision';
import type { Sql } from '@ml/persistence/sql';
import { adoptPreferences, isSuppressed, readConsent, shareUser, type Consent } from '@ml/persistence/stores/collector/consent';
import { SETTINGS } from '@ml/platform/tokens';
import { Identity } from '../identity/identity';
import type { CollectorSettings } from '../settings';

const OBJECTED: Reason = { code: 'OBJECTED', text: 'the user has objected: nothing of them is collected' };
const NO_CONSENT: Reason = { code: 'NO_CONSENT', text: 'the user has not agreed, and data are collected of those only who have: PUT /api/v1/preferences/{user_id} says so' };

interface Asked {
  readonly reason: Reason | null;
  readonly said: Consent | undefined;
}

/** Of whom nothing may be kept. */
@Injectable()
export class ConsentGate {
  constructor(
    @Inject(Identity) private readonly identity: Identity,
    @Inject(SETTINGS) private readonly settings: Pick<CollectorSettings, 'consentMode'>,
  ) {}

  /**
   * Null: may be kept. In a transaction the user is neither erased nor objects until it ends: ask before any other lock is taken, and look for the data again after it.
   * @throws AppError UNAVAILABLE while the database is away, or what is kept of the user is being changed or erased: nothing is collected on a guess
   */
  async reasonNotToCollectOf(sql: Sql, userId: string): Promise<Reason | null> {
    const users = this.identity.hashes('user', userId);
    const { reason, said } = await this.ask(sql, [...users, ...this.identity.hashes('suppression', userId)]);
    const [current = ''] = users;
    if (reason === null && said !== undefined && said.user_hash !== current && users.includes(said.user_hash)) await adoptPreferences(sql, said.user_hash, { hash: current, keyVersion: this.identity.keyVersion });
    return reason;
  }

  /** The same where the plain id is not known any more: `hashes` are those that were kept with the data, of one user or of everybody whose the data may be. */
  async reasonNotToCollect(sql: Sql, hashes: readonly string[]): Promise<Reason | null> {
    return (await this.ask(sql, hashes)).reason;
  }

  private async ask(sql: Sql, hashes: readonly string[]): Promise<Asked> {
    await shareUser(sql, hashes);
    const said = await readConsent(sql, hashes);
    if (said?.objection === true || (await isSuppressed(sql, hashes))) return { reason: OBJECTED, said };
    return { reason: this.settings.consentMode === 'opt_in' && said?.consent !== true ? NO_CONSENT : null, said };
  }
}
