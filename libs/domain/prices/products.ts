import type { OperatingSystem, Product } from '@ml/contracts/pricing';
import { shown, textOf } from './fields';
import { RowFault } from './refusal';

/** In the order in which every list of them stands. */
export const ALL_PRODUCTS: readonly Product[] = ['Linux/UNIX', 'Red Hat Enterprise Linux', 'SUSE Linux', 'Windows'];
export const ALL_OPERATING_SYSTEMS: readonly OperatingSystem[] = ['Linux', 'RHEL', 'SUSE', 'Windows'];

const VPC_SUFFIX = / \(Amazon VPC\)$/;

/** The product of a spot price; its VPC variant is the same product at the same price. */
export const productOf = (value: unknown): Product => {
  const text = textOf(value, 'product description').replace(VPC_SUFFIX, '');
  const product = ALL_PRODUCTS.find((known) => known === text);
  if (product === undefined) throw new RowFault('UNKNOWN_PRODUCT', `${shown(text)} is none of ${ALL_PRODUCTS.join(', ')}`);
  return product;
};

/** Every product has two spellings in `DescribeSpotPriceHistory`. */
export const productSpellings = (product: Product): readonly string[] => [product, `${product} (Amazon VPC)`];

const OPERATING_SYSTEM_SPELLINGS: Readonly<Record<string, OperatingSystem>> = {
  linux: 'Linux',
  'linux/unix': 'Linux',
  rhel: 'RHEL',
  'red hat enterprise linux': 'RHEL',
  suse: 'SUSE',
  'suse linux': 'SUSE',
  windows: 'Windows',
};

export const operatingSystemOf = (value: unknown): OperatingSystem => {
  const text = textOf(value, 'operating system');
  const known = OPERATING_SYSTEM_SPELLINGS[text.toLowerCase()];
  if (known === undefined) throw new RowFault('UNKNOWN_OPERATING_SYSTEM', `${shown(text)} is none of ${ALL_OPERATING_SYSTEMS.join(', ')}`);
  return known;
};
