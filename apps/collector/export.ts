import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { SingleBar } from 'cli-progress';
import type { ExportJob } from '@ml/contracts/datasets';
import { bootService } from '@ml/platform/boot-service';
import { ExportFault, HELP, readExportArguments, type ExportArguments } from './datasets/export-arguments';
import { fetchExport, type FetchedFile } from './datasets/fetch-export';
import { openOutDirectory } from './datasets/out-directory';

/** Written by `npm start` for the service of this name. */
const LOCAL_ENV = path.join(process.env['ML_LOCAL_DIR'] ?? '.local', 'env', 'collector.env');
const PATIENCE_MS = 10_000;
const BAR = { hideCursor: false, linewrap: true, barsize: 24, format: 'export {bar} {value}/{total} rows' } as const;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const environment = (): NodeJS.ProcessEnv =>
  process.env['NATS_URL'] !== undefined || !existsSync(LOCAL_ENV) ? process.env : { ...parseEnv(readFileSync(LOCAL_ENV, 'utf8')), ...process.env };

const linesOf = (files: readonly FetchedFile[]): readonly string[] => [
  'Files created:',
  ...files.map(({ dataset, path: place, rows }) => (dataset === null ? `  - manifest: ${place}` : `  - ${dataset}: ${place} (${rows.toLocaleString('en-US')} records)`)),
];

/** Aborted by Ctrl-C; a second one ends it wherever it is. */
const interrupted = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort(new Error('interrupted; the export is finished without it, GET /api/v1/admin/exports names it')));
  return controller.signal;
};

const exportWith = async (given: ExportArguments): Promise<void> => {
  openOutDirectory(given.out);
  const booting = bootService('collector', {}, { ...environment(), OPS_PORT: '0', OPS_HOST: '127.0.0.1', LOG_LEVEL: 'ERROR', LOG_FILE: '/dev/null' });
  const booted = await Promise.race([booting, new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS).unref())]);
  if (booted === undefined) throw new Error('the fleet cannot be reached: start it with "npm start", or say NATS_URL, NATS_USER and NATS_PASSWORD of the collector');
  const signal = interrupted();
  const bar = given.quiet || !process.stderr.isTTY ? null : new SingleBar({ ...BAR, stream: process.stderr });
  bar?.start(0, 0);
  try {
    const tell = ({ rows_done, rows_total }: ExportJob): void => {
      bar?.setTotal(rows_total);
      bar?.update(rows_done);
    };
    const files = await fetchExport(given, { bus: booted.bus, blobs: booted.blobs, tell, signal });
    bar?.stop();
    for (const line of linesOf(files)) say(line);
  } finally {
    bar?.stop();
    await booted.close();
  }
};

const main = async (): Promise<0 | 1 | 2> => {
  try {
    const given = readExportArguments(process.argv.slice(2));
    if (given === null) say(HELP);
    else await exportWith(given);
    return 0;
  } catch (error) {
    process.stderr.write(`export: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof ExportFault ? 2 : 1;
  }
};

// A bus that cannot be reached is tried for ever otherwise.
process.exit(await main());
