import { parseAdvisorFile } from '@ml/domain/prices/advisor-file';
import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { parseOnDemandRecord } from '@ml/domain/prices/file-rows';
import { operatingSystemOf } from '@ml/domain/prices/products';
import type { AdvisorRow, OnDemandRow } from '@ml/domain/prices/rows';
import { openBytes } from '@ml/platform/files/open-bytes';
import { TrainFault } from '../train-fault';
import { BadRow } from './fields';
import type { MarketFacts } from './price-pool';
import { readRows } from './read-rows';
import { usableRows } from './usable-rows';

/** On-demand prices of a file, else of the built-in catalogue; interruption classes of a Spot Advisor file, else none. */
export const marketFacts = async ({ onDemand, advisor }: { readonly onDemand: string | null; readonly advisor: string | null }): Promise<MarketFacts> => {
  const prices = onDemand === null ? null : await onDemandPrices(onDemand);
  const classes = advisor === null ? null : await advisorClasses(advisor);
  return {
    onDemandOf: (type, region, product) =>
      prices === null
        ? (product === 'Linux/UNIX' ? (BUILT_IN_CATALOGUE.types.find((known) => known.instance_type === type)?.on_demand[region] ?? null) : null)
        : (prices.get(`${type}/${region}/${operatingSystemOf(product)}`) ?? null),
    advisorOf: (type, region, product) => classes?.get(`${type}/${region}/${product === 'Windows' ? 'Windows' : 'Linux'}`) ?? null,
  };
};

/** A price without a day of its own: the day only orders rows, and each file has one price of a type. */
const ANY_DAY = '2000-01-01';

const onDemandPrices = async (path: string): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await usableRows<OnDemandRow>(readRows([path]), (row) => {
    const record = Object.fromEntries(Object.entries(row.record).map(([name, value]) => [name, String(value ?? '')]));
    const result = parseOnDemandRecord(record, { line: row.line, sourceDate: ANY_DAY });
    if ('refusal' in result) throw new BadRow(row, result.refusal.text);
    return result.row;
  });
  return new Map(rows.map((row) => [`${row.instance_type}/${row.region}/${row.operating_system}`, Number(row.price)]));
};

export const readAdvisor = async (path: string): Promise<readonly AdvisorRow[]> => {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of (await openBytes(path)) as AsyncIterable<Buffer>) chunks.push(chunk);
    return parseAdvisorFile(JSON.parse(Buffer.concat(chunks).toString('utf8'))).flatMap((result) => ('row' in result ? [result.row] : []));
  } catch (cause) {
    throw new TrainFault(`--advisor ${path} is not a Spot Advisor file: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
};

const advisorClasses = async (path: string): Promise<ReadonlyMap<string, AdvisorRow['class']>> => {
  const rows = await readAdvisor(path);
  if (rows.length === 0) throw new TrainFault(`--advisor ${path} is not a Spot Advisor file`);
  return new Map(rows.map((row) => [`${row.instance_type}/${row.region}/${row.operating_system}`, row.class]));
};
