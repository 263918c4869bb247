import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import { askCoverage, type CoverageQuery, type CoverageRow } from '@ml/contracts/price-coverage';
import { askOnDemandPrices, askSpotAdvisor, askSpotPrices, type OnDemandPriceRow, type Page, type Paged, type SpotAdvisorRow, type SpotPriceRow } from '@ml/contracts/pricing';
import { Answers } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { request, type Answer } from './requests';
import { runningGateway, standIn } from './running-gateway';

const TOTAL = 10_500;
/** Decimal texts that no binary float holds, and one that a float would write with an exponent. */
const PRICES = ['0.0000000001', '0.1234567891', '12345.1234567891', '0.3'] as const;
const asked: (Page | CoverageQuery)[] = [];

const pageOf = <Row>(query: Page, row: (index: number) => Row): Paged<Row> => {
  asked.push(query);
  const count = Math.max(0, Math.min(query.limit, TOTAL - query.offset));
  return { rows: Array.from({ length: count }, (_, index) => row(query.offset + index)), total: TOTAL };
};
const priceOf = (index: number): string => PRICES[index % PRICES.length] ?? '';
const zone = { availability_zone: 'us-east-1a', region: 'us-east-1', product_description: 'Linux/UNIX' } as const;

@Controller()
class PriceLists {
  @Answers(askSpotPrices)
  spot(@Payload() query: Page): Paged<SpotPriceRow> {
    return pageOf(query, (index) => ({ ...zone, az: 'us-east-1a', instance_type: `m${String(index)}.large`, spot_price: priceOf(index), timestamp: '2026-11-20T09:58:12.000Z' }));
  }

  @Answers(askOnDemandPrices)
  onDemand(@Payload() query: Page): Paged<OnDemandPriceRow> {
    return pageOf(query, (index) => ({ instance_type: `m${String(index)}.large`, region: 'us-east-1', operating_system: 'Linux', hourly_price: priceOf(index), effective_date: '2026-11-01', source: 'aws' }));
  }

  @Answers(askSpotAdvisor)
  advisor(@Payload() query: Page): Paged<SpotAdvisorRow> {
    return pageOf(query, (index) => ({ instance_type: `m${String(index)}.large`, region: 'us-east-1', operating_system: 'Linux', interruption_rate: '<5%', savings_over_od: index === 0 ? null : -62, last_updated: '2026-11-20T06:00:00.000Z' }));
  }

  @Answers(askCoverage)
  coverage(@Payload() query: CoverageQuery): Paged<CoverageRow> {
    return pageOf(query, (index) => ({ ...zone, instance_type: `m${String(index)}.large`, date: '2026-11-20', changes: index, known_hours: 23.99, state: 'partial' }));
  }
}

@Module({ controllers: [PriceLists] })
class PriceListsStandIn {}

const servers = await realServers();
await standIn(servers, 'pricing', PriceListsStandIn);
const gateway = await runningGateway(servers);

const PRICING = '/api/v1/ml/pricing';
const csvOf = (path: string): Promise<Answer> => request(gateway, `${PRICING}/${path}`, { headers: { accept: 'text/csv' } });
const read = (answer: Answer): readonly Readonly<Record<string, string>>[] => parse(answer.text, { columns: true, recordDelimiter: '\r\n' });

beforeEach(() => {
  asked.length = 0;
});

describe('lists of prices', () => {
  it.each([
    ['spot', 'spot_price', 'instance_type,availability_zone,az,region,product_description,spot_price,timestamp'],
    ['on-demand', 'hourly_price', 'instance_type,region,operating_system,hourly_price,effective_date,source'],
  ])('of %s keep every decimal, as JSON and as CSV', async (list, column, header) => {
    const csv = await csvOf(`${list}?limit=4`);
    expect([csv.status, csv.headers.get('content-type'), csv.text.split('\r\n')[0]]).toEqual([200, 'text/csv; charset=utf-8', header]);
    expect(read(csv).map((row) => row[column])).toEqual(PRICES);
    const json = await request(gateway, `${PRICING}/${list}?limit=4`);
    expect((json.body as unknown as Record<string, string>[]).map((row) => row[column])).toEqual(PRICES);
  });

  it('of interruption rates leave a saving that nobody knows empty, and keep its sign', async () => {
    expect(read(await csvOf('spot-advisor?limit=2')).map((row) => [row['interruption_rate'], row['savings_over_od']])).toEqual([['<5%', ''], ['<5%', '-62']]);
  });

  it('of coverage have their own columns', async () => {
    const csv = await csvOf('coverage?region=us-east-1&limit=1');
    expect(csv.text).toBe('region,instance_type,availability_zone,product_description,date,changes,known_hours,state\r\nus-east-1,m0.large,us-east-1a,Linux/UNIX,2026-11-20,0,23.99,partial\r\n');
  });

  it.each(['spot', 'on-demand', 'spot-advisor', 'coverage'])('of %s come in pages of ten thousand', async (list) => {
    const path = list === 'coverage' ? `${list}?region=us-east-1&` : `${list}?`;
    const [csv, rest] = [await csvOf(`${path}limit=10000`), await csvOf(`${path}limit=10000&offset=10000`)];
    expect([csv.status, csv.headers.get('x-total-count')]).toEqual([200, String(TOTAL)]);
    const names = [...read(csv), ...read(rest)].map((row) => row['instance_type']);
    expect([names.length, new Set(names).size]).toEqual([TOTAL, TOTAL]);
    expect((await csvOf(`${path}limit=10001`)).status).toBe(400);
  });
});

describe('coverage', () => {
  it('is asked for as the caller says', async () => {
    const query = { region: 'us-east-1', instance_type: 'm5.large', availability_zone: 'us-east-1a', product: 'Windows', state: 'missing', start_date: '2026-11-01', end_date: '2026-11-02' };
    expect((await request(gateway, `${PRICING}/coverage?${new URLSearchParams(query).toString()}`)).status).toBe(200);
    expect(asked).toEqual([{ ...query, limit: 50, offset: 0 }]);
  });

  it.each([
    ['', 'MISSING_FIELD', 'region'],
    ['region=nowhere', 'UNKNOWN_REGION', 'region'],
    ['region=us-east-1&start_date=2026-02-30', 'BAD_TIME', 'start_date'],
    ['region=us-east-1&start_date=2026-02-28T10:00:00Z', 'BAD_TIME', 'start_date'],
    ['region=us-east-1&state=whole', 'BAD_PARAMETER', 'state'],
    ['region=us-east-1&product=BeOS', 'BAD_PARAMETER', 'product'],
  ])('is refused for "%s"', async (query, code, path) => {
    const { status, body } = await request(gateway, `${PRICING}/coverage?${query}`);
    expect([status, body['code'], body['path']]).toEqual([400, code, `query.${path}`]);
    expect(asked).toEqual([]);
  });
});
