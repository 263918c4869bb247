import { Inject, Injectable } from '@nestjs/common';
import { scanToStore, type ScanToStore } from '@ml/contracts/collection';
import type { Erased, EraseUser } from '@ml/contracts/privacy';
import { Database } from '@ml/persistence/database';
import { holdUser, isSuppressed, readConsent } from '@ml/persistence/stores/collector/consent';
import { eraseUser, suppress, type ErasedRows } from '@ml/persistence/stores/collector/erase-user';
import { knownScans } from '@ml/persistence/stores/collector/known-scans';
import { readUserScope } from '@ml/persistence/stores/collector/user-scope';
import { withdrawExports } from '@ml/persistence/stores/collector/withdraw-exports';
import type { Tx } from '@ml/persistence/tx';
import { DeadLetters } from '@ml/platform/bus/dead-letters';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { WithdrawnFiles } from '../datasets/withdrawn-files';
import { Identity } from '../identity/identity';

/** A statement over a million rows takes its time; a little less than the question's patience. */
const LONGEST_MS = 110_000;

interface Gone {
  readonly rows: ErasedRows;
  readonly exports: number;
  readonly objection: boolean;
}

/** Forgets users: what is kept of them, and whatever was made of it. */
@Injectable()
export class Eraser {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(WithdrawnFiles) private readonly files: Pick<WithdrawnFiles, 'drop'>,
    @Inject(DeadLetters) private readonly letters: Pick<DeadLetters, 'forget'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws AppError UNAVAILABLE: asked again, it does the rest */
  async erase({ user_id, object }: EraseUser): Promise<Erased> {
    const users = this.identity.hashes('user', user_id);
    const suppressions = this.identity.hashes('suppression', user_id);
    const { rows, exports, objection } = await this.database.transaction((tx) => this.eraseIn(tx, { users, suppressions, object }));
    // Also when nothing was found: the call before may have come as far as here.
    const messages = await this.letters.forget(scanToStore, (orders) => this.stillKnown(orders));
    // The last: an archive that is away keeps nothing else waiting, and is tried again by whoever looks for what is left.
    const files = await this.files.drop();
    this.logger.info({ rows, exports, files, messages, objection }, 'a user was erased');
    return { rows, exports_rewritten: exports, objection_kept: objection, erased_at: this.clock.now().toISOString() };
  }

  private async stillKnown(orders: readonly ScanToStore[]): Promise<readonly boolean[]> {
    const known = await knownScans(this.database, orders.map(({ scan_hash }) => scan_hash));
    return orders.map(({ scan_hash }) => known.has(scan_hash));
  }

  private async eraseIn(tx: Tx, { users, suppressions, object }: { readonly users: readonly string[]; readonly suppressions: readonly string[]; readonly object: boolean }): Promise<Gone> {
    await tx.allow(LONGEST_MS);
    await holdUser(tx, [...users, ...suppressions]);
    const objected = (await readConsent(tx, users))?.objection === true || (await isSuppressed(tx, suppressions));
    const [suppression] = suppressions;
    if ((object || objected) && suppression !== undefined) await suppress(tx, suppression);
    const scope = await readUserScope(tx, users);
    const rows = await eraseUser(tx, scope);
    const exports = scope.firstSeenAt === null ? [] : await withdrawExports(tx, scope.firstSeenAt);
    return { rows, exports: exports.length, objection: object || objected };
  }
}
