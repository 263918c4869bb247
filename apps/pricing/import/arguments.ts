import { parseArgs } from 'node:util';
import { dayInFileName } from '@ml/domain/prices/day-in-file-name';
import { dayMs } from '@ml/domain/prices/instant';
import { priceColumnOf } from '@ml/domain/prices/file-rows';
import { isRegionName } from '@ml/domain/prices/regions';
import { openBytes } from '@ml/platform/files/open-bytes';
import { IMPORT_KINDS, isJson, type ImportKind } from './import-kinds';
import { ImportFault } from './import-fault';
import { readRecords } from './read-records';

export const HELP = `npm run import -- KIND FILE [--source-date YYYY-MM-DD] [--region REGION]

Brings prices of a file into the running fleet. Every row is checked; refused rows are counted and named.
Importing a file again changes nothing. Imported prices take the place of the emulator's in their regions.

KIND
  spot-prices   columns instance_type, availability_zone (or its id), product_description, spot_price, timestamp;
                without a header: zone id, type, product, price, time; JSON as of describe-spot-price-history
  on-demand     columns region, instance_type, hourly_price, and if there are such: operating_system, effective_date
  catalogue     columns instance_type, vcpu, memory_mib, arch, gpus, local_storage_gb, max_pods, ...; JSON as of describe-instance-types
  offerings     columns instance_type, availability_zone; JSON as of describe-instance-type-offerings
  spot-advisor  the Spot Advisor's JSON file

FILE            CSV or TSV (found out by itself) or .json; may be compressed with gzip or zstd

--source-date   the day of the file, where its rows carry none; otherwise looked for in its name
--region        offerings: refuse rows of any other region

It writes to DATABASE_URL of pricing, which is looked for in the environment, then in .local/env/pricing.env.`;

export interface ImportArguments {
  readonly kind: ImportKind;
  readonly path: string;
  readonly sourceDate: string | null;
  readonly region: string | null;
}

/** Null: only help was asked for. @throws ImportFault */
export const readArguments = (argv: readonly string[]): ImportArguments | null => {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return null;
  const [kind, path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new ImportFault('a kind and exactly one file are needed');
  return { kind: kindOf(kind), path, sourceDate: dayOf(values['source-date']), region: regionOf(values.region) };
};

const kindOf = (word: string | undefined): ImportKind => {
  const kind = IMPORT_KINDS.find((candidate) => candidate === word);
  if (kind === undefined) throw new ImportFault(`the first word is one of ${IMPORT_KINDS.join(', ')}`);
  return kind;
};

const dayOf = (day: string | undefined): string | null => {
  if (day !== undefined && dayMs(day) === null) throw new ImportFault('--source-date is a day such as 2026-11-20');
  return day ?? null;
};

const regionOf = (region: string | undefined): string | null => {
  if (region !== undefined && !isRegionName(region)) throw new ImportFault('--region is a region such as us-east-1');
  return region ?? null;
};

const parsed = (argv: readonly string[]): { readonly values: { help?: boolean; 'source-date'?: string; region?: string }; readonly positionals: string[] } => {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: { help: { type: 'boolean', short: 'h' }, 'source-date': { type: 'string' }, region: { type: 'string' } } });
  } catch (cause) {
    throw new ImportFault(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};

/** What was said, else what the file's name or its price column says. Prices without a date are of no use. @throws ImportFault */
export const sourceDateOf = async ({ kind, path, sourceDate }: ImportArguments): Promise<string> => {
  const day = sourceDate ?? dayInFileName(path) ?? (kind === 'catalogue' && !isJson(path) ? await dayOfPriceColumn(path) : null);
  if (day !== null) return day;
  // Spot prices carry their own times, and an offering has no price: its day is never shown.
  if (kind === 'spot-prices' || kind === 'offerings') return new Date().toISOString().slice(0, 10);
  throw new ImportFault('of which day is the file? say --source-date YYYY-MM-DD');
};

const dayOfPriceColumn = async (path: string): Promise<string | null> => {
  const text = await openBytes(path, ImportFault);
  try {
    return priceColumnOf((await readRecords(text)).header)?.effective_date ?? null;
  } finally {
    text.destroy();
  }
};
