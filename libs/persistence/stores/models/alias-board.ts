import type { ModelMetadata, ModelRef, ModelType } from '@ml/contracts/model-metadata';
import { activeModelPublished, aliasesChanged, type ChallengerMode, type ModelAlias } from '@ml/contracts/models';
import { enqueue } from '../../outbox';
import type { Tx } from '../../tx';

export type AliasChange = 'activated' | 'deactivated' | 'rolled_back' | 'challenged' | 'unchallenged';

export interface PlacedAlias {
  readonly name: string;
  readonly alias: ModelAlias;
  readonly ref: ModelRef;
  readonly type: ModelType;
  readonly mode: ChallengerMode | null;
  readonly share: number;
  readonly revision: number;
  readonly changedAt: Date;
}

export interface Placing extends Pick<PlacedAlias, 'alias' | 'ref' | 'type'> {
  readonly change: AliasChange;
  readonly mode?: ChallengerMode;
  readonly share?: number;
}

interface AliasRow {
  readonly model_name: string;
  readonly alias: ModelAlias;
  readonly model_id: string;
  readonly model_version: string;
  readonly model_type: ModelType;
  readonly mode: ChallengerMode | null;
  readonly share: number;
  readonly revision: number;
  readonly changed_at: Date;
}

const PLACED = `SELECT a.model_name, a.alias, a.model_id, m.model_version, m.model_type, a.mode, a.share, a.revision, a.changed_at
  FROM model_aliases a JOIN ml_models m ON m.model_id = a.model_id`;

/** Champions first, each kind in the order in which it was placed. */
export const ALL_PLACED = `${PLACED} ORDER BY a.alias = 'challenger', a.revision`;

export const toPlaced = (row: AliasRow): PlacedAlias => ({
  name: row.model_name,
  alias: row.alias,
  ref: { id: row.model_id, name: row.model_name, version: row.model_version },
  type: row.model_type,
  mode: row.mode,
  share: row.share,
  revision: row.revision,
  changedAt: row.changed_at,
});

/** Every change of an alias, and every deletion, comes after the other. */
export const lockAliases = async (tx: Tx): Promise<void> => {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('model-aliases'))");
};

/** The aliases while nobody else changes them. Each change is written down and told with the transaction. */
export class AliasBoard {
  private constructor(
    private readonly tx: Tx,
    private revision: number,
  ) {}

  static async open(tx: Tx): Promise<AliasBoard> {
    await lockAliases(tx);
    const [last] = await tx.query<{ revision: number | null }>('SELECT max(revision) AS revision FROM model_alias_history');
    return new AliasBoard(tx, last?.revision ?? 0);
  }

  async all(): Promise<readonly PlacedAlias[]> {
    return (await this.tx.query<AliasRow>(ALL_PLACED)).map(toPlaced);
  }

  async at(name: string, alias: ModelAlias): Promise<PlacedAlias | undefined> {
    const [row] = await this.tx.query<AliasRow>(`${PLACED} WHERE a.model_name = $1 AND a.alias = $2`, [name, alias]);
    return row && toPlaced(row);
  }

  /** For an answer when nothing has to be changed. */
  async now(): Promise<{ readonly revision: number; readonly at: Date }> {
    const [row] = await this.tx.query<{ at: Date }>('SELECT now() AS at');
    return { revision: this.revision, at: row?.at ?? new Date(0) };
  }

  /** Deletions wait for this transaction. */
  async isThere(modelId: string): Promise<boolean> {
    return (await this.tx.query('SELECT 1 FROM ml_models WHERE model_id = $1 AND deleted_at IS NULL', [modelId])).length > 0;
  }

  /** Of a version that has a place. Within this transaction: whoever holds the lock must not wait for a second connection. */
  async metadataOf(modelId: string): Promise<ModelMetadata> {
    const [row] = await this.tx.query<{ metadata: ModelMetadata }>('SELECT model_metadata AS metadata FROM ml_models WHERE model_id = $1', [modelId]);
    if (row === undefined) throw new Error('a version that has a place is always there');
    return row.metadata;
  }

  async place(placing: Placing): Promise<PlacedAlias> {
    const { ref, alias, mode = null, share = 0 } = placing;
    const before = await this.activeOf(placing.type);
    const previous = await this.at(ref.name, alias);
    const revision = await this.note({ ...placing, name: ref.name, model: ref, previous });
    const [row] = await this.tx.query<{ changed_at: Date }>(
      `INSERT INTO model_aliases (model_name, alias, model_id, mode, share, revision, changed_at) VALUES ($1, $2, $3, $4, $5, $6, now())
       ON CONFLICT (model_name, alias) DO UPDATE SET model_id = excluded.model_id, mode = excluded.mode, share = excluded.share, revision = excluded.revision, changed_at = excluded.changed_at
       RETURNING changed_at`,
      [ref.name, alias, ref.id, mode, share, revision],
    );
    await this.tellActive(placing.type, before);
    return { name: ref.name, alias, ref, type: placing.type, mode, share, revision, changedAt: row?.changed_at ?? new Date(0) };
  }

  /** @returns the revision, and when */
  async clear(placed: PlacedAlias, change: AliasChange): Promise<{ readonly revision: number; readonly at: Date }> {
    const before = await this.activeOf(placed.type);
    const revision = await this.note({ name: placed.name, alias: placed.alias, change, model: null, previous: placed });
    const [row] = await this.tx.query<{ at: Date }>('DELETE FROM model_aliases WHERE model_name = $1 AND alias = $2 RETURNING now() AS at', [placed.name, placed.alias]);
    await this.tellActive(placed.type, before);
    return { revision, at: row?.at ?? new Date(0) };
  }

  /** The champion of a type is the one that was placed last. */
  async activeOf(type: ModelType): Promise<PlacedAlias | undefined> {
    const [row] = await this.tx.query<AliasRow>(`${PLACED} WHERE a.alias = 'champion' AND m.model_type = $1 ORDER BY a.revision DESC LIMIT 1`, [type]);
    return row && toPlaced(row);
  }

  /** The stream drops it when it has been told a moment ago. */
  async retell(types: readonly ModelType[]): Promise<void> {
    for (const type of types) {
      const active = await this.activeOf(type);
      if (active !== undefined) await this.enqueueActive(type, active, active.revision);
    }
  }

  private async note(entry: Noted): Promise<number> {
    this.revision += 1;
    const { name, alias, change, model, previous, mode = null, share = 0 } = entry;
    await this.tx.execute(
      'INSERT INTO model_alias_history (revision, model_name, alias, change, model_id, previous_model_id, mode, share) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [this.revision, name, alias, change, model?.id ?? null, previous?.ref.id ?? null, mode, share],
    );
    if (alias === 'champion') await this.tx.execute('UPDATE ml_models SET active = (model_id = $2) WHERE model_name = $1 AND active IS DISTINCT FROM (model_id = $2)', [name, model?.id ?? NOBODY]);
    await enqueue(this.tx, aliasesChanged, { id: `alias-${this.revision}`, body: { revision: this.revision, model_name: name, alias, model } });
    return this.revision;
  }

  private async tellActive(type: ModelType, before: PlacedAlias | undefined): Promise<void> {
    const after = await this.activeOf(type);
    if (after?.ref.id !== before?.ref.id) await this.enqueueActive(type, after, this.revision);
  }

  private enqueueActive(type: ModelType, active: PlacedAlias | undefined, revision: number): Promise<void> {
    return enqueue(this.tx, activeModelPublished, { id: `active-${type}-${revision}`, key: type, body: { model_type: type, model: active?.ref ?? null, revision } });
  }
}

interface Noted {
  readonly name: string;
  readonly alias: ModelAlias;
  readonly change: AliasChange;
  readonly model: ModelRef | null;
  readonly previous: PlacedAlias | undefined;
  readonly mode?: ChallengerMode;
  readonly share?: number;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
