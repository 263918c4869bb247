import type { OnceSchedule } from '@ml/persistence/once-schedule';
import type { Database } from '@ml/persistence/database';
import { Clock } from '@ml/platform/clock';
import { createLogger } from '@ml/platform/logger';
import { Identity } from '../../identity/identity';
import type { CollectorSettings } from '../../settings';
import { AccessReader } from '../access-reader';
import { ConsentGate } from '../consent-gate';
import { Eraser } from '../eraser';
import { PreferencesKeeper } from '../preferences-keeper';
import { RetentionHousekeeper } from '../retention-housekeeper';
import { collectedRows, type CollectedWorld } from './collected-rows';

export const FIRST_KEY = 'the first key of thirty-two characters';
export const SECOND_KEY = 'the second key of thirty-two characters';
/** Files and messages are looked at with a whole fleet. */
const files = { drop: () => Promise.resolve(0) };
const letters = { forget: () => Promise.resolve(0) };
const logger = createLogger('collector', { level: 'silent', file: null });

interface Wanted {
  readonly consentMode?: CollectorSettings['consentMode'];
  readonly key?: string;
  readonly old?: string;
  readonly salt?: string;
  readonly scheme?: CollectorSettings['hashScheme'];
}

/** What users may ask for, over a database whose owner is the collector, and what a spec writes and reads there. */
export const privacyWorld = (database: Database) => {
  const partsOf = ({ consentMode = 'automatic', key = FIRST_KEY, old, salt, scheme = 'keyed' }: Wanted = {}) => {
    const settings = { consentMode, hashKey: key, hashKeyVersion: key === FIRST_KEY ? 1 : 2, oldHashKeys: old, legacySalt: salt, hashScheme: scheme, retentionYears: 3, retentionCron: '0 2 1 * *' } as unknown as CollectorSettings;
    const identity = new Identity(settings);
    const gate = new ConsentGate(identity, settings);
    const clock = new Clock();
    return {
      identity,
      gate,
      keeper: new PreferencesKeeper(database, identity, clock, settings),
      eraser: new Eraser(database, identity, clock, files, letters, logger),
      access: new AccessReader(database, identity),
      housekeeper: new RetentionHousekeeper({} as OnceSchedule, database, settings, logger),
      why: (userId: string) => gate.reasonNotToCollectOf(database, userId),
    };
  };

  const tablesOf = async (): Promise<readonly string[]> => {
    const rows = await database.query<{ readonly table_name: string }>(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'collector' AND table_type = 'BASE TABLE' ORDER BY 1`);
    return rows.map(({ table_name }) => table_name).filter((name) => !['migrations', 'schedule_slots'].includes(name));
  };

  /** Every row of every table as text. */
  const everything = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
    const tables: Record<string, readonly string[]> = {};
    for (const table of await tablesOf()) {
      const rows = await database.query<{ readonly row: string }>(`SELECT (to_jsonb(t) - ${table === 'cost_trend_data' ? `'updated_at'` : `''`})::text AS row FROM ${table} t ORDER BY 1`);
      if (rows.length > 0) tables[table] = rows.map(({ row }) => row);
    }
    return tables;
  };

  const world = (wanted?: Wanted): CollectedWorld => collectedRows(database, partsOf(wanted).identity);

  const empty = async (): Promise<void> => {
    for (const table of await tablesOf()) await database.execute(`TRUNCATE ${table} CASCADE`);
  };

  return { partsOf, everything, world, empty };
};
