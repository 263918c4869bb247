import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { v7 as uuid } from 'uuid';
import { Database } from '@ml/persistence/database';
import { databaseOptions } from '@ml/persistence/database-options';
import { databaseSettings } from '@ml/persistence/database-settings';
import { logImport } from '@ml/persistence/stores/pricing/import-log';
import { readSettings } from '@ml/platform/settings';
import { HELP, readArguments, sourceDateOf, type ImportArguments } from './import/arguments';
import { askForRebuild } from './import/ask-for-rebuild';
import { importEnv } from './import/import-env';
import { ImportFault } from './import/import-fault';
import { importFile } from './import/import-file';
import { acceptedNothing, reportLines, type ImportResult } from './import/import-result';

/** Whole catalogues are written at once. */
const STATEMENT_TIMEOUT_MS = 600_000;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const main = async (): Promise<number> => {
  const given = readArguments(process.argv.slice(2));
  if (given === null) {
    say(HELP);
    return 0;
  }
  if (statSync(given.path, { throwIfNoEntry: false })?.isFile() !== true) throw new ImportFault(`there is no file ${given.path}`);
  const env = importEnv(process.env);
  const settings = readSettings(databaseSettings, env);
  const database = new Database({ ...databaseOptions({ owner: 'pricing', settings }), statementTimeoutMs: STATEMENT_TIMEOUT_MS, poolSize: 2 });
  try {
    const result = await runImport(database, given);
    const regions = [...new Set([...result.tally.regions, ...result.prices.regions])].filter((region) => region !== '*').toSorted();
    // Facts of types are part of every region's snapshot.
    if (!acceptedNothing(result)) await tell(env, given.kind === 'catalogue' ? [] : regions);
    return acceptedNothing(result) ? 1 : 0;
  } finally {
    await database.close();
  }
};

const runImport = async (database: Database, given: ImportArguments): Promise<ImportResult> => {
  const sourceDate = await sourceDateOf(given);
  const name = basename(given.path);
  let stored = 0;
  const progress = ({ read, accepted }: { readonly read: number; readonly accepted: number }): void => {
    stored = accepted;
    if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${read.toLocaleString('en-US')} rows`);
  };
  const result = await importFile({ ...given, sourceDate, database, now: Date.now(), progress }).catch((cause: unknown) => {
    throw new ImportFault(brokenOff(name, stored, cause), { cause });
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  await logImport(database, {
    import_id: uuid(),
    kind: given.kind,
    file_name: name,
    source_date: given.kind === 'spot-prices' ? null : sourceDate,
    rows_read: result.tally.read,
    rows_accepted: result.tally.accepted,
    rows_inserted: result.tally.inserted,
    refused: result.tally.refused,
    regions: [...result.tally.regions],
  });
  for (const line of reportLines(name, result)) say(line);
  return result;
};

/** Batches that were stored stay: importing the mended file changes nothing about them. */
const brokenOff = (name: string, stored: number, cause: unknown): string => {
  const done = stored === 0 ? 'nothing was stored' : `${stored.toLocaleString('en-US')} rows were stored before; import the whole file once it is mended`;
  return `${name}: ${cause instanceof Error ? cause.message : String(cause)} (${done})`;
};

const tell = async (env: NodeJS.ProcessEnv, regions: readonly string[]): Promise<void> => {
  const rebuilt = await askForRebuild(env, regions);
  say(rebuilt ? 'the snapshots are rebuilt' : 'the service was not reached; it takes the new rows up within seconds of its own accord');
};

let code = 1;
try {
  code = await main();
} catch (error) {
  process.stderr.write(`import: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof ImportFault && process.argv.length < 4) process.stderr.write(`\n${HELP}\n`);
}
// A bus that cannot be reached is tried for ever otherwise.
process.exit(code);
