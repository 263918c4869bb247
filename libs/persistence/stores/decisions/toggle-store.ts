import { AppError } from '@ml/contracts/app-error';
import { togglesChanged } from '@ml/contracts/decisions';
import type { EngineType } from '@ml/contracts/engine-types';
import type { ToggleChange, ToggleKey } from '@ml/contracts/feature-toggles';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import { enqueue } from '../../outbox';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';
import type { Viewer } from './decision-log';
import { readNewestSavings } from './newest-decisions';

export type ChosenToggles = Readonly<Partial<Record<ToggleKey, ToggleChange>>>;

/** What somebody has chosen; everything else is as the code has it. */
export interface StoredToggles {
  readonly revision: number;
  readonly chosen: ChosenToggles;
}

interface Row {
  readonly toggle: ToggleKey;
  readonly chosen: ToggleChange;
  readonly revision: number;
}

const ALL = 'SELECT toggle, chosen, revision FROM feature_toggles';
const WRITE = `INSERT INTO feature_toggles (toggle, chosen, revision) VALUES ($1, $2, $3)
  ON CONFLICT (toggle) DO UPDATE SET chosen = excluded.chosen, revision = excluded.revision, changed_at = now()`;

@Injectable()
export class ToggleStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async read(): Promise<StoredToggles> {
    return toStored(await this.database.query<Row>(ALL));
  }

  /** USD a month by engine. */
  savings(viewer: Viewer): Promise<Readonly<Partial<Record<EngineType, number>>>> {
    return readNewestSavings(this.database, viewer);
  }

  /**
   * `choose` gives the toggles that change, each with everything that is chosen then. None: nothing is written, nobody is told.
   * @throws AppError REVISION_MISMATCH when none of `revisions` is in force
   */
  change(revisions: readonly number[] | undefined, choose: (before: StoredToggles) => ChosenToggles): Promise<StoredToggles> {
    return this.database.transaction(async (tx) => {
      // One change at a time, also the first one, when there is no row to lock.
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('feature-toggles'))");
      const before = toStored(await tx.query<Row>(ALL));
      if (revisions?.includes(before.revision) === false) {
        throw new AppError('REVISION_MISMATCH', `revision ${before.revision} is in force; get it and change that`, { path: 'revision', details: { revision: before.revision } });
      }
      const changed = choose(before);
      return Object.keys(changed).length === 0 ? before : write(tx, before, changed);
    });
  }
}

const write = async (tx: Tx, before: StoredToggles, changed: ChosenToggles): Promise<StoredToggles> => {
  const revision = before.revision + 1;
  for (const [toggle, chosen] of Object.entries(changed)) await tx.execute(WRITE, [toggle, toJsonText(chosen), revision]);
  await enqueue(tx, togglesChanged, { id: `toggles-${revision}`, body: { revision } });
  return { revision, chosen: { ...before.chosen, ...changed } };
};

const toStored = (rows: readonly Row[]): StoredToggles => ({
  revision: Math.max(0, ...rows.map(({ revision }) => revision)),
  chosen: Object.fromEntries(rows.map(({ toggle, chosen }) => [toggle, chosen])),
});
