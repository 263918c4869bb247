import { MODEL_TYPES, type ModelRef } from '@ml/contracts/model-metadata';
import type { ModelAlias } from '@ml/contracts/models';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database';
import { ALL_PLACED, AliasBoard, toPlaced, type AliasChange, type PlacedAlias } from './alias-board';

/** One change of a champion, with what has become of the version since. */
export interface ChampionChange {
  readonly change: AliasChange;
  readonly model: ModelRef | null;
  readonly previous: ModelRef | null;
  readonly deleted: boolean;
  readonly revision: number;
  readonly at: Date;
}

interface HistoryRow {
  readonly change: AliasChange;
  readonly model_id: string | null;
  readonly model_version: string | null;
  readonly previous_id: string | null;
  readonly previous_version: string | null;
  readonly deleted: boolean;
  readonly revision: number;
  readonly changed_at: Date;
}

@Injectable()
export class AliasStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Champions first, each kind in the order in which it was placed. */
  async all(): Promise<readonly PlacedAlias[]> {
    return (await this.database.query<Parameters<typeof toPlaced>[0]>(ALL_PLACED)).map(toPlaced);
  }

  async at(name: string, alias: ModelAlias): Promise<PlacedAlias | undefined> {
    return (await this.all()).find((placed) => placed.name === name && placed.alias === alias);
  }

  /** One change at a time, on all replicas together. */
  change<T>(work: (board: AliasBoard) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => work(await AliasBoard.open(tx)));
  }

  /** For those who have lost what they were told. */
  retell(): Promise<void> {
    return this.change((board) => board.retell(MODEL_TYPES));
  }

  /** Oldest first. */
  async championsOf(name: string): Promise<readonly ChampionChange[]> {
    const rows = await this.database.query<HistoryRow>(
      `SELECT h.change, h.model_id, m.model_version, p.model_id AS previous_id, p.model_version AS previous_version, m.deleted_at IS NOT NULL AS deleted, h.revision, h.changed_at
       FROM model_alias_history h LEFT JOIN ml_models m ON m.model_id = h.model_id LEFT JOIN ml_models p ON p.model_id = h.previous_model_id
       WHERE h.model_name = $1 AND h.alias = 'champion' ORDER BY h.revision`,
      [name],
    );
    return rows.map((row) => ({
      change: row.change,
      model: toRef(name, row.model_id, row.model_version),
      previous: toRef(name, row.previous_id, row.previous_version),
      deleted: row.deleted,
      revision: row.revision,
      at: row.changed_at,
    }));
  }
}

const toRef = (name: string, id: string | null, version: string | null): ModelRef | null => (id === null || version === null ? null : { id, name, version });
