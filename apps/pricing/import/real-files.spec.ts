import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Parsed } from '@ml/domain/prices/refusal';
import { NO_REFUSALS, tallied } from '@ml/domain/prices/refusal-tally';
import { sourceDateOf, type ImportArguments } from './arguments';
import { advisorRows, catalogueRows, offeringRows, onDemandRows, spotRows } from './import-kinds';

const DATA = '../shared/data';
const SPOT = `${DATA}/spot_prices/ericpauley_2022-05.tsv.zst`;
const ON_DEMAND = `${DATA}/ec2/ondemand_allregions_ec2shop_2025-04.csv`;
const CATALOGUE = `${DATA}/ec2/ec2_catalogue_joined.csv`;
const ADVISOR = `${DATA}/spot_advisor/spot-advisor-data.2025-06-28.json`;

const read = async <Row>(entries: AsyncIterable<Parsed<Row>> | Iterable<Parsed<Row>>) => {
  const rows: Row[] = [];
  const refusals = [];
  for await (const entry of entries) {
    if ('row' in entry) rows.push(entry.row);
    else refusals.push(entry.refusal);
  }
  return { rows, refusals, tally: refusals.reduce(tallied, NO_REFUSALS) };
};

describe.skipIf(!existsSync(DATA))('the real files (only where ../shared/data is)', () => {
  it('reads all 33,362 changes of spot prices, each with a key of its own', async () => {
    const { rows, tally } = await read(await spotRows(SPOT, Date.UTC(2026, 10, 20)));
    expect(tally.count).toBe(0);
    expect(rows).toHaveLength(33_362);
    expect(new Set(rows.map((row) => [row.instance_type, row.availability_zone, row.product, row.at].join('|'))).size).toBe(33_362);
    expect(new Set(rows.map((row) => row.region)).size).toBe(17);
    expect(new Set(rows.map((row) => row.instance_type)).size).toBe(509);
  });

  it('reads all 15,338 on-demand prices of 34 regions', async () => {
    const { rows, tally } = await read(await onDemandRows(ON_DEMAND, '2025-04-04'));
    expect(tally.count).toBe(0);
    expect(rows).toHaveLength(15_338);
    expect(new Set(rows.map((row) => row.region)).size).toBe(34);
  });

  it('reads the catalogue of 1,424 types and names the 79 that lack specification or price', async () => {
    const { types, prices } = await catalogueRows(CATALOGUE);
    const specified = await read(types);
    const priced = await read((await prices?.()) ?? []);
    expect(specified.rows.length + specified.refusals.length).toBe(1_424);
    expect(specified.tally.by_code).toEqual({ MISSING_VALUE: 51, UNSUPPORTED_ARCHITECTURE: 9 });
    expect(priced.rows).toHaveLength(1_367);
    expect(priced.rows[0]).toMatchObject({ region: 'us-east-1', effective_date: '2026-07-01' });
    expect(new Set([...specified.refusals, ...priced.refusals].map((refusal) => refusal.line)).size).toBe(79);
  });

  it('reads all 25,323 rows of the Spot Advisor, the negative saving among them', async () => {
    const { rows, tally } = await read(await advisorRows(ADVISOR));
    expect(tally.count).toBe(0);
    expect(rows).toHaveLength(25_323);
    expect(rows.filter((row) => (row.savings_pct ?? 0) < 0)).toMatchObject([{ region: 'ca-central-1', instance_type: 'p5.48xlarge', savings_pct: -62 }]);
    expect(new Set(rows.map((row) => [row.instance_type, row.region, row.operating_system].join('|'))).size).toBe(25_323);
  });

  it.each([
    ['us-east-1', 6_307],
    ['ap-south-1', 2_250],
  ])('reads the offerings of %s', async (region, count) => {
    const { rows, tally } = await read(await offeringRows(`${DATA}/ec2/offerings_az_${region}.json`, region));
    expect(tally.count).toBe(0);
    expect(rows).toHaveLength(count);
  });

  it('finds the day of each file', async () => {
    const day = (kind: ImportArguments['kind'], path: string): Promise<string> => sourceDateOf({ kind, path, sourceDate: null, region: null });
    expect(await day('spot-advisor', ADVISOR)).toBe('2025-06-28');
    expect(await day('on-demand', ON_DEMAND)).toBe('2025-04-01');
    expect(await day('catalogue', CATALOGUE)).toBe('2026-07-01');
    await expect(day('on-demand', CATALOGUE)).rejects.toThrow('--source-date');
  });
});
