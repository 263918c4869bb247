import { parseAdvisorFile } from '@ml/domain/prices/advisor-file';
import { hasColumn, columnName, type Column } from '@ml/domain/prices/columns';
import { parseCataloguePrice, parseOfferingRecord, parseOnDemandRecord, parseSpotRecord, parseTypeRecord, priceColumnOf, type PriceColumn } from '@ml/domain/prices/file-rows';
import { parseInstanceTypeEntry } from '@ml/domain/prices/instance-type-entry';
import { parseOffering } from '@ml/domain/prices/offering';
import { parsePriceListItem } from '@ml/domain/prices/price-list-item';
import type { Parsed } from '@ml/domain/prices/refusal';
import type { AdvisorRow, OfferingRow, OnDemandRow, SpotRow, TypeRow } from '@ml/domain/prices/rows';
import { parseSpotEntry } from '@ml/domain/prices/spot-history';
import { openBytes } from '@ml/platform/files/open-bytes';
import { ImportFault } from './import-fault';
import { readJson, readJsonList } from './read-json';
import { readRecords, type RecordReader } from './read-records';

export const IMPORT_KINDS = ['spot-prices', 'on-demand', 'catalogue', 'offerings', 'spot-advisor'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

type Rows<Row> = AsyncIterable<Parsed<Row>> | Iterable<Parsed<Row>>;

/** JSON by its name: the beginning of a JSON text may also be a CSV's. */
export const isJson = (path: string): boolean => /\.json(\.gz|\.zst)?$/i.test(path);

export const spotRows = async (path: string, now: number): Promise<Rows<SpotRow>> => {
  if (isJson(path)) return listed(path, 'SpotPriceHistory', (entry, line) => parseSpotEntry(Object(entry) as object, { line, now }));
  const reader = await records(path);
  if (!reader.isHeaderless) requireColumns(reader.header, ['instance_type', 'zone', 'spot_price', 'timestamp']);
  return mapped(reader.records, ({ record, line }) => parseSpotRecord(record, { line, now }));
};

export const onDemandRows = async (path: string, sourceDate: string): Promise<Rows<OnDemandRow>> => {
  if (isJson(path)) return listed(path, 'PriceList', (item, line) => parsePriceListItem(typeof item === 'string' ? item : JSON.stringify(item), line));
  const reader = await records(path);
  requireColumns(reader.header, ['instance_type', 'region', 'on_demand_price']);
  return mapped(reader.records, ({ record, line }) => parseOnDemandRecord(record, { line, sourceDate }));
};

/** Types and, when a column carries them, on-demand prices: two kinds of rows, so the file is read twice. */
export interface CatalogueFile {
  readonly types: Rows<TypeRow>;
  readonly prices: (() => Promise<Rows<OnDemandRow>>) | null;
  readonly price: PriceColumn | null;
}

export const catalogueRows = async (path: string): Promise<CatalogueFile> => {
  if (isJson(path)) {
    return { types: await listed(path, 'InstanceTypes', parseInstanceTypeEntry), prices: null, price: null };
  }
  const reader = await records(path);
  requireColumns(reader.header, ['instance_type', 'vcpu', 'memory_mib', 'architecture']);
  const price = priceColumnOf(reader.header);
  const prices = price && (async () => mapped((await records(path)).records, ({ record, line }) => parseCataloguePrice(record, { line, price })));
  return { types: mapped(reader.records, ({ record, line }) => parseTypeRecord(record, line)), prices, price };
};

export const offeringRows = async (path: string, region: string | null): Promise<Rows<OfferingRow>> => {
  const rows = await allOfferings(path);
  return region === null ? rows : mapped(rows, (entry) => ('row' in entry && entry.row.region !== region ? elsewhere(entry.row, region) : entry));
};

const allOfferings = async (path: string): Promise<Rows<OfferingRow>> => {
  if (isJson(path)) return listed(path, 'InstanceTypeOfferings', parseOffering);
  const reader = await records(path);
  requireColumns(reader.header, ['instance_type', 'zone']);
  return mapped(reader.records, ({ record, line }) => parseOfferingRecord(record, line));
};

const elsewhere = (row: OfferingRow, region: string): Parsed<OfferingRow> => ({
  refusal: { line: 0, code: 'BAD_REGION', text: `${row.availability_zone} does not lie in ${region}` },
});

export const advisorRows = async (path: string): Promise<Rows<AdvisorRow>> => parseAdvisorFile(await readJson(await openBytes(path, ImportFault)));

/** Entries of a list in a JSON file, each by its position. */
const listed = async <Row>(path: string, key: string, parse: (entry: unknown, line: number) => Parsed<Row>): Promise<Rows<Row>> => {
  let line = 0;
  return mapped(await readJsonList(await openBytes(path, ImportFault), key), (entry) => parse(entry, (line += 1)));
};

const records = async (path: string): Promise<RecordReader> => readRecords(await openBytes(path, ImportFault));

async function* mapped<From, To>(items: AsyncIterable<From> | Iterable<From>, to: (item: From) => To): AsyncGenerator<To> {
  for await (const item of items) yield to(item);
}

const requireColumns = (header: readonly string[], columns: readonly Column[]): void => {
  const names = header.map(columnName);
  const missing = columns.filter((column) => !hasColumn(names, column));
  if (missing.length > 0) throw new ImportFault(`the file has no column for ${missing.join(', ')}; its columns are ${header.join(', ') || 'not named'}`);
};
