import type { EngineType } from '@ml/contracts/engine-types';
import type { Database } from '../../database';
import type { Tx } from '../../tx';
import { engineId } from './engine-id';

export interface BuiltInEngine {
  readonly type: EngineType;
  readonly version: string;
}

const builtInPath = ({ type, version }: BuiltInEngine): string => `builtin:${type}@${version}`;

const KNOW = {
  name: 'decision-engine-know',
  text: `INSERT INTO decision_engines (engine_id, engine_name, engine_version, engine_type, engine_file_path)
         SELECT $1::uuid, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM decision_engines WHERE engine_id = $1::uuid)
         ON CONFLICT DO NOTHING`,
};

/** What somebody has selected stays. */
const ACTIVATE = `UPDATE decision_engines SET active = $2 WHERE engine_id = $1 AND active <> $2
  AND NOT EXISTS (SELECT FROM engine_selections chosen WHERE chosen.engine_type = decision_engines.engine_type AND chosen.engine_id IS NOT NULL)`;

/** Makes sure that the log may name the engine: a service that started without its database has registered nothing yet. */
export const knowEngine = async (tx: Tx, engine: BuiltInEngine): Promise<void> => {
  await tx.execute(KNOW, [engineId(engine.type, engine.version), engine.type, engine.version, engine.type, builtInPath(engine)]);
};

/** Registers built-in engines and which version of each type decides. Several replicas may do it at once; done twice it changes nothing. */
export const registerEngines = (database: Database, engines: readonly BuiltInEngine[], active: Readonly<Partial<Record<EngineType, string>>>): Promise<void> =>
  database.transaction(async (tx) => {
    // Serialises replicas, which would otherwise lock the same rows in different orders, and waits for a selection that is being made.
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('register-engines')), pg_advisory_xact_lock(hashtext('engine-selections'))");
    for (const engine of engines) {
      await knowEngine(tx, engine);
      await tx.execute(ACTIVATE, [engineId(engine.type, engine.version), active[engine.type] === engine.version]);
    }
  });
