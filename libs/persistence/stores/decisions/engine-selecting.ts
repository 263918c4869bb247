import { enginesChanged } from '@ml/contracts/custom-engines';
import type { EngineType } from '@ml/contracts/engine-types';
import type { Database } from '../../database';
import { enqueue } from '../../outbox';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';
import { ENGINE_COLUMNS, ENGINE_TABLES, type EngineConfig, type EngineRow, type EngineSelection, type EngineSelections } from './engine-row';

const SELECTIONS = 'SELECT engine_type, engine_id, config, shadow_id, revision FROM engine_selections';
const SELECT = `INSERT INTO engine_selections (engine_type, engine_id, config, revision) VALUES ($1, $2, $3, $4)
  ON CONFLICT (engine_type) DO UPDATE SET engine_id = excluded.engine_id, config = excluded.config, revision = excluded.revision, changed_at = now(),
    shadow_id = nullif(engine_selections.shadow_id, excluded.engine_id)`;
const SHADOW = `INSERT INTO engine_selections (engine_type, shadow_id, revision) VALUES ($1, $2, $3)
  ON CONFLICT (engine_type) DO UPDATE SET shadow_id = excluded.shadow_id, revision = excluded.revision, changed_at = now()`;

export const readSelections = async (database: Database): Promise<EngineSelections> => {
  const rows = await database.query<EngineSelection>(SELECTIONS);
  return { rows, revision: Math.max(0, ...rows.map(({ revision }) => revision)) };
};

export interface Choice {
  readonly engine_type: EngineType;
  readonly engine_id: string;
  readonly config: EngineConfig;
}

export interface Chosen {
  readonly revision: number;
  readonly previous: EngineRow | null;
}

/** Makes an engine decide for its type; whoever shadowed and now decides shadows no more. */
export const selectEngine = (database: Database, { engine_type, engine_id, config }: Choice): Promise<Chosen> =>
  changing(database, async (tx, revision) => {
    const [previous] = await tx.query<EngineRow>(`SELECT ${ENGINE_COLUMNS} FROM ${ENGINE_TABLES} WHERE engine.engine_type = $1 AND engine.active`, [engine_type]);
    await tx.execute(SELECT, [engine_type, engine_id, toJsonText(config), revision]);
    await tx.execute('UPDATE decision_engines SET active = (engine_id = $2) WHERE engine_type = $1 AND active <> (engine_id = $2)', [engine_type, engine_id]);
    return { revision, previous: previous ?? null };
  });

/** null: nobody shadows this type any more. */
export const shadowEngine = (database: Database, engineType: EngineType, engineId: string | null): Promise<number> =>
  changing(database, async (tx, revision) => {
    await tx.execute(SHADOW, [engineType, engineId, revision]);
    return revision;
  });

const changing = <Result>(database: Database, change: (tx: Tx, revision: number) => Promise<Result>): Promise<Result> =>
  database.transaction(async (tx) => {
    // One change at a time, also the first one, when there is no row to lock.
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('engine-selections'))");
    const rows = await tx.query<EngineSelection>(SELECTIONS);
    const revision = Math.max(0, ...rows.map((row) => row.revision)) + 1;
    const result = await change(tx, revision);
    await enqueue(tx, enginesChanged, { id: `engines-${revision}`, body: { revision } });
    return result;
  });
