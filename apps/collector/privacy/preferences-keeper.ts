import { Inject, Injectable } from '@nestjs/common';
import type { ChangePreferences, Preferences } from '@ml/contracts/privacy';
import { keptIndustry } from '@ml/domain/anonymise/kept-industry';
import { changedPreferences, collects, noPreferences, type KeptPreferences } from '@ml/domain/collection/change-preferences';
import { Database } from '@ml/persistence/database';
import type { Sql } from '@ml/persistence/sql';
import { holdUser } from '@ml/persistence/stores/collector/consent';
import { liftSuppression, readPreferences, savePreferences, suppressedSince } from '@ml/persistence/stores/collector/preferences';
import { Clock } from '@ml/platform/clock';
import { SETTINGS } from '@ml/platform/tokens';
import { Identity } from '../identity/identity';
import type { CollectorSettings } from '../settings';

/** A large scan is being stored for twenty seconds: an objection must not come to nothing because of it. A little less than the question's patience. */
const LONGEST_MS = 40_000;

interface Known {
  readonly kept: KeptPreferences;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  /** Erased as objecting: only that is known. */
  readonly suppressed: boolean;
}

interface Hashes {
  readonly users: readonly string[];
  readonly suppressions: readonly string[];
}

/** What users want of what is collected of them. */
@Injectable()
export class PreferencesKeeper {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<CollectorSettings, 'consentMode' | 'retentionYears'>,
  ) {}

  async read(userId: string): Promise<Preferences> {
    return this.shown(await this.known(this.database, this.hashesOf(userId)));
  }

  /** Of whoever was erased as objecting nothing is kept until the objection is taken back. */
  change({ user_id, changes }: ChangePreferences): Promise<Preferences> {
    const hashes = this.hashesOf(user_id);
    return this.database.transaction(async (tx) => {
      await tx.allow(LONGEST_MS);
      await holdUser(tx, [...hashes.users, ...hashes.suppressions]);
      const before = await this.known(tx, hashes);
      if (before.suppressed && changes.objection !== false) return this.shown(before);
      const kept = changedPreferences(before.kept, changes, { now: this.clock.now().toISOString(), industryOf: keptIndustry });
      await liftSuppression(tx, hashes.suppressions);
      const updatedAt = await savePreferences(tx, kept, { hashes: hashes.users, keyVersion: this.identity.keyVersion, createdAt: before.createdAt });
      return this.shown({ kept, createdAt: before.createdAt, updatedAt, suppressed: false });
    });
  }

  private hashesOf(userId: string): Hashes {
    return { users: this.identity.hashes('user', userId), suppressions: this.identity.hashes('suppression', userId) };
  }

  private async known(sql: Sql, { users, suppressions }: Hashes): Promise<Known> {
    const since = await suppressedSince(sql, suppressions);
    const stored = await readPreferences(sql, users);
    const kept = stored?.kept ?? noPreferences(this.settings.retentionYears);
    const objection = since === null ? {} : { objection: true, objected_at: since.toISOString() };
    return { kept: { ...kept, ...objection }, createdAt: stored?.createdAt ?? null, updatedAt: stored?.updatedAt ?? null, suppressed: since !== null };
  }

  private shown({ kept, updatedAt }: Known): Preferences {
    const mode = this.settings.consentMode;
    return { ...kept, mode, collects: collects(kept, mode), updated_at: updatedAt?.toISOString() ?? null };
  }
}
