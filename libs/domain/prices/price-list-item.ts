import type { OperatingSystem } from '@ml/contracts/pricing';
import { instanceTypeOf, regionOf, shown } from './fields';
import { dayTextOf } from './instant';
import { isObject } from './is-object';
import { priceTextOf } from './price-text';
import { operatingSystemOf } from './products';
import { parsed, RowFault, type Parsed } from './refusal';
import type { OnDemandRow } from './rows';

/** What a GetProducts filter must have selected; a looser filter also returns dedicated hosts, reservations and bundled licences. */
const SHARED_ON_DEMAND = { tenancy: 'Shared', capacitystatus: 'Used', preInstalledSw: 'NA' } as const;

/** One string of `PriceList`: JSON inside JSON, prices as text. */
export const parsePriceListItem = (item: string, line: number): Parsed<OnDemandRow> =>
  parsed(line, () => {
    const document = jsonObjectOf(item);
    const attributes = objectAt(objectAt(document, 'product'), 'attributes');
    requireShared(attributes);
    const term = onlyEntry(objectAt(objectAt(document, 'terms'), 'OnDemand'), 'on-demand term');
    return {
      instance_type: instanceTypeOf(attributes['instanceType']),
      region: regionOf(attributes['regionCode']),
      operating_system: operatingSystem(attributes),
      price: hourlyPrice(term),
      effective_date: dayTextOf(term['effectiveDate'], 'effective date'),
    };
  });

type JsonObject = Readonly<Record<string, unknown>>;

const jsonObjectOf = (item: string): JsonObject => {
  let document: unknown;
  try {
    document = JSON.parse(item);
  } catch {
    throw new RowFault('BAD_JSON', 'the price list item is not JSON');
  }
  if (!isObject(document)) throw new RowFault('BAD_SHAPE', 'the price list item is not an object');
  return document;
};

const objectAt = (parent: JsonObject, key: string): JsonObject => {
  const child = parent[key];
  if (!isObject(child)) throw new RowFault('MISSING_VALUE', `${key} is missing`);
  return child;
};

const onlyEntry = (parent: JsonObject, what: string): JsonObject => {
  const entries = Object.values(parent);
  const [entry] = entries;
  if (entries.length !== 1 || !isObject(entry)) throw new RowFault('BAD_SHAPE', `exactly one ${what} was expected, not ${String(entries.length)}`);
  return entry;
};

const requireShared = (attributes: JsonObject): void => {
  for (const [name, wanted] of Object.entries(SHARED_ON_DEMAND)) {
    const value = attributes[name];
    if (value !== undefined && value !== wanted) {
      throw new RowFault('NOT_A_SHARED_PRICE', `${name} is ${shown(String(value))}, only ${wanted} is an on-demand price of shared hardware`);
    }
  }
};

/** Windows with a bring-your-own licence costs what Linux costs: it is not the price of Windows. */
const operatingSystem = (attributes: JsonObject): OperatingSystem => {
  const licence = attributes['licenseModel'];
  if (licence === 'Bring your own license') throw new RowFault('NOT_A_SHARED_PRICE', 'the licence is not part of the price');
  return operatingSystemOf(attributes['operatingSystem']);
};

const hourlyPrice = (term: JsonObject): string => {
  const dimension = onlyEntry(objectAt(term, 'priceDimensions'), 'price dimension');
  if (dimension['unit'] !== 'Hrs') throw new RowFault('BAD_PRICE', `the price is per ${shown(String(dimension['unit']))}, not per hour`);
  return priceTextOf(objectAt(dimension, 'pricePerUnit')['USD'], 'on-demand price');
};
