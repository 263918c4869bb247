import { AppError } from '@ml/contracts/app-error';
import type { EngineQuery } from '@ml/contracts/custom-engines';
import type { EngineType } from '@ml/contracts/engine-types';
import type { Paged } from '@ml/contracts/pricing';
import { Inject, Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Database } from '../../database';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';
import { ENGINE_COLUMNS, ENGINE_TABLES, type CustomEngine, type EngineRow, type EngineSelections } from './engine-row';
import { readSelections, selectEngine, shadowEngine, type Choice, type Chosen } from './engine-selecting';

const INSERT = `INSERT INTO decision_engines (engine_id, engine_name, engine_version, engine_type, engine_file_path, origin, source, sha256, config, config_schema, uploaded_by)
  VALUES ($1, $2, $3, $4, $5, 'custom', $6, $7, $8, $9, $10) ON CONFLICT (engine_name, engine_version) DO NOTHING`;

/** The registry of engines, and which of them decide. */
@Injectable()
export class EngineStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @throws AppError ENGINE_EXISTS, TOO_MANY_ENGINES when there are `most` already */
  async register(engine: CustomEngine, most: number): Promise<void> {
    const { engine_id, name, version, type, source, sha256, config, config_schema, uploaded_by } = engine;
    const path = `database:${sha256}`;
    await this.database.transaction(async (tx) => {
      // One at a time, so that the last place is given once.
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('register-engines'))");
      const rows = await tx.execute(INSERT, [engine_id, name, version, type, path, source, sha256, toJsonText(config), toJsonText(config_schema), uploaded_by]);
      if (rows === 0) throw engineExists(name, version);
      await refuseMoreThan(tx, most);
    });
  }

  /** Before an engine is tried in vain. @throws AppError TOO_MANY_ENGINES when there is no place for one more */
  refuseCrowd(most: number): Promise<void> {
    return refuseMoreThan(this.database, most - 1);
  }

  async exists(name: string, version: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 FROM decision_engines WHERE engine_name = $1 AND engine_version = $2', [name, version]);
    return rows.length > 0;
  }

  async list({ engine_type, active, limit, offset }: EngineQuery): Promise<Paged<EngineRow>> {
    const wanted = [engine_type ?? null, active ?? null];
    const where = '($1::text IS NULL OR engine.engine_type = $1) AND ($2::boolean IS NULL OR engine.active = $2)';
    const [rows, [counted]] = await Promise.all([
      this.database.query<EngineRow>(
        `SELECT ${ENGINE_COLUMNS} FROM ${ENGINE_TABLES} WHERE ${where} ORDER BY engine.engine_type, engine.origin, engine.engine_name, engine.engine_version LIMIT $3 OFFSET $4`,
        [...wanted, limit, offset],
      ),
      this.database.query<{ total: number }>(`SELECT count(*) AS total FROM decision_engines engine WHERE ${where}`, wanted),
    ]);
    return { rows, total: Number(counted?.total ?? 0) };
  }

  /** @throws AppError NOT_FOUND */
  async byId(engineId: string): Promise<EngineRow> {
    const [row] = isUuid(engineId) ? await this.database.query<EngineRow>(`SELECT ${ENGINE_COLUMNS} FROM ${ENGINE_TABLES} WHERE engine.engine_id = $1`, [engineId]) : [];
    if (row === undefined) throw new AppError('NOT_FOUND', 'there is no such engine; GET /engines/list names them', { path: 'engine_id' });
    return row;
  }

  /** Of a custom engine. @throws AppError NOT_FOUND */
  async source(engineId: string): Promise<string> {
    const [row] = await this.database.query<{ source: string | null }>('SELECT source FROM decision_engines WHERE engine_id = $1', [engineId]);
    if (typeof row?.source !== 'string') throw new AppError('NOT_FOUND', 'there is no source of this engine', { path: 'engine_id' });
    return row.source;
  }

  selections(): Promise<EngineSelections> {
    return readSelections(this.database);
  }

  select(choice: Choice): Promise<Chosen> {
    return selectEngine(this.database, choice);
  }

  /** @returns the revision */
  shadow(engineType: EngineType, engineId: string | null): Promise<number> {
    return shadowEngine(this.database, engineType, engineId);
  }
}

const refuseMoreThan = async (database: Pick<Tx, 'query'>, most: number): Promise<void> => {
  const [counted] = await database.query<{ total: number }>("SELECT count(*) AS total FROM decision_engines WHERE origin = 'custom'");
  if (Number(counted?.total) > most) throw new AppError('TOO_MANY_ENGINES', 'as many engines are uploaded as may be; raise ENGINE_MAX_CUSTOM', { path: 'file' });
};

export const engineExists = (name: string, version: string): AppError =>
  new AppError('ENGINE_EXISTS', `${name} ${version} has been uploaded before; give the changed engine another version`, { path: 'engine_version', details: { engine_name: name, engine_version: version } });
