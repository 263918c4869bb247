import type { Parsed } from '@ml/domain/prices/refusal';
import type { OnDemandRow, SpotRow } from '@ml/domain/prices/rows';
import type { Database } from '@ml/persistence/database';
import { EVERY_REGION, markObserved, type DataKind } from '@ml/persistence/stores/pricing/source-state';
import { dropOlderOfferings, writeInstanceTypes, writeOfferings } from '@ml/persistence/stores/pricing/write-catalogue';
import type { Written } from '@ml/persistence/stores/pricing/staged-rows';
import { writeOnDemandPrices } from '@ml/persistence/stores/pricing/write-on-demand-prices';
import { writeSpotAdvisor } from '@ml/persistence/stores/pricing/write-spot-advisor';
import { observeFileUntilItsNewest, writeSpotPrices } from '@ml/persistence/stores/pricing/write-spot-prices';
import type { Tx } from '@ml/persistence/tx';
import { FileSpans } from './file-spans';
import { importRows, type Tally } from './import-batch';
import { advisorRows, catalogueRows, offeringRows, onDemandRows, spotRows, type ImportKind } from './import-kinds';
import { NO_PRICES_TALLY, type ImportResult } from './import-result';

export interface ImportOrder {
  readonly kind: ImportKind;
  readonly path: string;
  /** `YYYY-MM-DD`: of the file, for rows that carry no date. */
  readonly sourceDate: string;
  /** Only rows of this region are expected. */
  readonly region: string | null;
  readonly now: number;
}

interface Import extends ImportOrder {
  readonly database: Database;
  progress(tally: Tally): void;
}

const SOURCE = 'file';
type Rows<Row> = AsyncIterable<Parsed<Row>> | Iterable<Parsed<Row>>;

/** Reads a file row by row into the tables of its kind. @throws ImportFault when it is not such a file at all. */
export const importFile = (given: Import): Promise<ImportResult> => IMPORTERS[given.kind](given);

const importSpot = async ({ database, path, now, progress }: Import): Promise<ImportResult> => {
  const spans = new FileSpans();
  const write = (tx: Tx, rows: readonly SpotRow[]): Promise<Written> => {
    spans.see(rows);
    return writeSpotPrices(tx, { rows, source: SOURCE });
  };
  const tally = await importRows(await spotRows(path, now), { database, progress, write });
  await database.transaction(async (tx) => {
    await spans.record(tx);
    await observeFileUntilItsNewest(tx, [...tally.regions]);
  });
  return { tally, prices: NO_PRICES_TALLY };
};

const importOnDemand = async (given: Import): Promise<ImportResult> => {
  const tally = await writePrices(given, { rows: await onDemandRows(given.path, given.sourceDate), day: given.sourceDate });
  return { tally, prices: NO_PRICES_TALLY };
};

const importCatalogue = async (given: Import): Promise<ImportResult> => {
  const { database, path, progress, sourceDate } = given;
  const { types, prices, price } = await catalogueRows(path);
  const lastUpdated = midnight(sourceDate);
  const tally = await importRows(types, { database, progress, write: (tx, rows) => writeInstanceTypes(tx, { rows, source: SOURCE, lastUpdated }) });
  await observed(given, { kind: 'catalogue', tally, until: lastUpdated });
  if (prices === null) return { tally, prices: NO_PRICES_TALLY };
  return { tally, prices: await writePrices(given, { rows: await prices(), day: price?.effective_date ?? sourceDate }) };
};

const importOfferings = async (given: Import): Promise<ImportResult> => {
  const { database, path, region, progress } = given;
  const lastUpdated = midnight(given.sourceDate);
  const rows = await offeringRows(path, region);
  const tally = await importRows(rows, { database, progress, write: (tx, batch) => writeOfferings(tx, { rows: batch, source: SOURCE, lastUpdated }) });
  await database.transaction(async (tx) => {
    for (const name of tally.regions) await dropOlderOfferings(tx, name, lastUpdated);
  });
  await observed(given, { kind: 'offerings', tally, until: lastUpdated });
  return { tally, prices: NO_PRICES_TALLY };
};

const importAdvisor = async (given: Import): Promise<ImportResult> => {
  const { database, path, progress } = given;
  const lastUpdated = midnight(given.sourceDate);
  const entries = await advisorRows(path);
  const tally = await importRows(entries, { database, progress, write: (tx, rows) => writeSpotAdvisor(tx, { rows, source: SOURCE, lastUpdated, complete: true }) });
  await observed(given, { kind: 'spot_advisor', tally, until: lastUpdated });
  return { tally, prices: NO_PRICES_TALLY };
};

const IMPORTERS: Readonly<Record<ImportKind, (given: Import) => Promise<ImportResult>>> = {
  'spot-prices': importSpot,
  'on-demand': importOnDemand,
  catalogue: importCatalogue,
  offerings: importOfferings,
  'spot-advisor': importAdvisor,
};

const writePrices = async (given: Import, { rows, day }: { readonly rows: Rows<OnDemandRow>; readonly day: string }): Promise<Tally> => {
  const { database, progress } = given;
  const tally = await importRows(rows, { database, progress, write: (tx, batch) => writeOnDemandPrices(tx, { rows: batch, source: SOURCE }) });
  await observed(given, { kind: 'on_demand_prices', tally, until: midnight(day) });
  return tally;
};

interface Seen {
  readonly kind: DataKind;
  readonly tally: Tally;
  readonly until: Date;
}

/** A list holds on the day it carries. */
const observed = ({ database }: Import, { kind, tally: { regions }, until }: Seen): Promise<void> =>
  database.transaction(async (tx) => {
    const named = kind === 'catalogue' ? [EVERY_REGION] : [...regions].toSorted();
    for (const region of regions.size === 0 ? [] : named) await markObserved(tx, { kind, region, source: SOURCE, until });
  });

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);
