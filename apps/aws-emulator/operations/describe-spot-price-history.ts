import { firstCursor, historyPage } from '../market/price-history';
import type { HistoryCursor, HistoryQuery, HistoryRow } from '../market/price-history';
import type { Pool } from '../market/market';
import type { ItemEdits } from '../faults/spoil';
import { pageState, pageToken } from '../wire/page-token';
import { passes } from '../wire/query-parameters';
import { Refusal, invalidValue } from '../wire/refusal';
import type { XmlFields } from '../wire/xml';
import type { Ec2Call, Ec2List } from './ec2-call';

const DAYS_KEPT = 90;
const MAX_ROWS = 1000;

interface Window {
  readonly start: number;
  readonly end: number;
  readonly cursor: HistoryCursor | undefined;
}

/** History ends now and begins at most ninety days ago, whatever is asked. */
function askedWindow({ parameters, now }: Ec2Call): Window {
  const latest = Math.floor(now.getTime() / 1000);
  const earliest = latest - DAYS_KEPT * 86_400;
  const start = parameters.instant('StartTime') ?? earliest;
  const end = parameters.instant('EndTime') ?? latest;
  if (start > end && end !== latest) throw new Refusal('invalid', 'The start time must not be after the end time.');
  return { start: Math.min(latest, Math.max(earliest, start)), end: Math.min(latest, end), cursor: undefined };
}

/** A token fixes the window of its first page, so that a list read while time passes has no hole. */
function continuedWindow(token: string, fingerprint: string): Window {
  const [start, end, slot, given] = pageState(token, fingerprint);
  if (start === undefined || end === undefined || slot === undefined || given === undefined) throw invalidValue(token, 'nextToken');
  return { start, end, cursor: { slot, given } };
}

/** The suffix of the days when accounts had classic networks; it names the same prices. */
const withoutVpc = (product: string): string => product.replace(' (Amazon VPC)', '');

function wantedPools({ parameters, market, region }: Ec2Call): readonly Pool[] {
  const types = new Set(parameters.list('InstanceType'));
  for (const type of types) if (!/^[a-z0-9-]+\.[a-z0-9-]+$/.test(type)) throw invalidValue(type, 'instanceType');
  const products = new Set(parameters.list('ProductDescription').map(withoutVpc));
  const zone = parameters.text('AvailabilityZone');
  const zoneId = parameters.text('AvailabilityZoneId');
  const filters = parameters.filters().map((filter) => ({ ...filter, values: filter.values.map(withoutVpc) }));
  return market.poolsIn(region).filter(
    (pool) =>
      (types.size === 0 || types.has(pool.instanceType)) &&
      (products.size === 0 || products.has(pool.product)) &&
      (zone === undefined || zone === pool.zone.name) &&
      (zoneId === undefined || zoneId === pool.zone.id) &&
      passes(filters, {
        'availability-zone': [pool.zone.name],
        'availability-zone-id': [pool.zone.id],
        'instance-type': [pool.instanceType],
        'product-description': [pool.product],
      }),
  );
}

function itemOf({ pool, at, price }: HistoryRow): XmlFields {
  return {
    instanceType: pool.instanceType,
    productDescription: pool.product,
    spotPrice: price.toFixed(6),
    timestamp: new Date(at * 1000).toISOString(),
    availabilityZone: pool.zone.name,
    availabilityZoneId: pool.zone.id,
  };
}

const EDITS: ItemEdits<XmlFields> = {
  priced: (item, price) => ({ ...item, spotPrice: price(String(item['spotPrice'])) }),
  later: (item, seconds) => ({ ...item, timestamp: new Date(Date.parse(String(item['timestamp'])) + seconds * 1000).toISOString() }),
};

function nextTokenOf(query: HistoryQuery, next: HistoryCursor | undefined, fingerprint: string): string | undefined {
  return next && pageToken(fingerprint, [query.start, query.end, next.slot, next.given]);
}

/** Changes only, newest first, and at the end the change of each pool that was in force at the start. */
export function describeSpotPriceHistory(call: Ec2Call): Ec2List {
  const { parameters } = call;
  const fingerprint = `${call.region}${parameters.fingerprint()}`;
  const token = parameters.text('NextToken');
  const window = token === undefined || token === '' ? askedWindow(call) : continuedWindow(token, fingerprint);
  const query = { pools: wantedPools(call), start: window.start, end: window.end };
  const limit = parameters.maxResults({ least: 1, most: MAX_ROWS });
  const page = historyPage(query, window.cursor ?? firstCursor(query), limit);
  return { set: 'spotPriceHistorySet', items: page.rows.map(itemOf), nextToken: nextTokenOf(query, page.next, fingerprint), edits: EDITS };
}
