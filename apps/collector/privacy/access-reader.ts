import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { AccessPage, AccessQuery } from '@ml/contracts/privacy';
import { Database } from '@ml/persistence/database';
import { readAccessPage, type AccessCursor } from '@ml/persistence/stores/collector/access-pages';
import { readUserScope } from '@ml/persistence/stores/collector/user-scope';
import { Identity } from '../identity/identity';

const START: AccessCursor = { section: 0, part: 0, after: null };
/** A little less than the question's patience. */
const LONGEST_MS = 25_000;

/** Reads everything that is kept of one user, a page at a time. */
@Injectable()
export class AccessReader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Identity) private readonly identity: Identity,
  ) {}

  /** What changes between two pages may be on both or on neither. @throws AppError BAD_PARAMETER for a cursor that is none */
  async page({ user_id, cursor }: AccessQuery): Promise<AccessPage> {
    const from = cursor === null ? START : readCursor(cursor);
    return this.database.transaction(async (tx) => {
      await tx.allow(LONGEST_MS);
      const scope = await readUserScope(tx, this.identity.hashes('user', user_id));
      const { table, rows, next } = await readAccessPage(tx, scope, from);
      return { table, rows, next: next === null ? null : writeCursor(next) };
    });
  }
}

const writeCursor = ({ section, part, after }: AccessCursor): string => JSON.stringify([section, part, after]);

const readCursor = (text: string): AccessCursor => {
  try {
    const [section, part, after] = JSON.parse(text) as [unknown, unknown, unknown];
    if (Number.isInteger(section) && Number.isInteger(part)) return { section: section as number, part: part as number, after: after as AccessCursor['after'] };
  } catch {
    // As any other text.
  }
  throw new AppError('BAD_PARAMETER', 'is not where a page ended: send back next as it came', { path: 'cursor' });
};
