import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import type { ItemEdits } from '../faults/spoil';
import { hashText } from '../market/hash';
import type { Market } from '../market/market';
import { pageOf } from '../wire/page-token';
import { Refusal } from '../wire/refusal';
import { readProductQuery } from './product-query';
import type { ProductFilter } from './product-query';
import { productsIn } from './price-list';
import type { Product } from './price-list';

/** What the service itself answers with: price items are texts within the text. */
export interface ProductList {
  readonly FormatVersion: 'aws_v1';
  readonly PriceList: readonly string[];
  readonly NextToken?: string | undefined;
}

/** Codes of the real list: hourly on-demand term, its one price. */
const TERM = 'JRTCKXETXF';
const RATE = '6YS6EN2CT7';

const CODE_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Sixteen letters, as the real ones have, the same for the same product. */
function skuOf(product: Product): string {
  const name = JSON.stringify(product.attributes);
  return Array.from({ length: 16 }, (_, index) => CODE_LETTERS[hashText(`${name}${index}`) % CODE_LETTERS.length]).join('');
}

function termsOf(product: Product, sku: string): unknown {
  const rate = `${sku}.${TERM}.${RATE}`;
  const dimension = {
    unit: 'Hrs',
    endRange: 'Inf',
    description: `$${product.price} per ${product.attributes['usagetype'] ?? ''} Hour`,
    appliesTo: [],
    rateCode: rate,
    beginRange: '0',
    pricePerUnit: { USD: product.price.toFixed(10) },
  };
  const effectiveDate = `${product.effectiveDate}T00:00:00Z`;
  return { OnDemand: { [`${sku}.${TERM}`]: { priceDimensions: { [rate]: dimension }, sku, effectiveDate, offerTermCode: TERM, termAttributes: {} } } };
}

function priceItem(product: Product): string {
  const sku = skuOf(product);
  const date = BUILT_IN_CATALOGUE.as_of;
  return JSON.stringify({
    product: { productFamily: product.family, attributes: product.attributes, sku },
    serviceCode: 'AmazonEC2',
    terms: termsOf(product, sku),
    version: `${date.replaceAll('-', '')}000000`,
    publicationDate: `${date}T00:00:00Z`,
  });
}

/** In the text of the item, as everything of it. */
export const PRODUCT_EDITS: ItemEdits<string> = {
  priced: (item, price) => item.replaceAll(/"USD":"([^"]*)"/g, (_, plain: string) => `"USD":"${price(plain)}"`),
  later: (item, seconds) =>
    item.replaceAll(/"effectiveDate":"([^"]*)"/g, (_, at: string) => `"effectiveDate":"${new Date(Date.parse(at) + seconds * 1000).toISOString().slice(0, 19)}Z"`),
};

function holds(filter: ProductFilter, product: Product): boolean {
  const value = filter.field === 'productFamily' ? product.family : filter.field === 'servicecode' ? 'AmazonEC2' : product.attributes[filter.field];
  return value !== undefined && filter.values.includes(value.toLowerCase());
}

export function getProducts(market: Market, body: string): ProductList {
  const query = readProductQuery(body);
  if (query.serviceCode !== 'AmazonEC2') throw new Refusal('invalid', `The service code ${query.serviceCode} is not emulated`);
  const regions = query.filters.find((filter) => filter.field === 'regionCode')?.values ?? market.regions;
  const products = market.regions
    .filter((region) => regions.includes(region))
    .flatMap((region) => productsIn(market, region))
    .filter((product) => query.filters.every((filter) => holds(filter, product)));
  const page = pageOf(products, { token: query.nextToken, fingerprint: query.fingerprint, limit: query.limit });
  return { FormatVersion: 'aws_v1', PriceList: page.items.map(priceItem), NextToken: page.nextToken };
}
