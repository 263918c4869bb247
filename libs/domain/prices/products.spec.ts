import { expect, it } from 'vitest';
import { OPERATING_SYSTEMS, PRODUCTS } from '@ml/contracts/pricing';
import { ALL_OPERATING_SYSTEMS, ALL_PRODUCTS, operatingSystemOf, productOf, productSpellings } from './products';

it('knows every product and system of the contract', () => {
  expect(ALL_PRODUCTS).toEqual(PRODUCTS);
  expect(ALL_OPERATING_SYSTEMS).toEqual(OPERATING_SYSTEMS);
});

it('folds the spellings of a product into one', () => {
  for (const product of ALL_PRODUCTS) expect(productSpellings(product).map(productOf)).toEqual([product, product]);
});

it('reads an operating system however it is written', () => {
  expect(['linux', 'Linux/UNIX', 'RHEL', 'SUSE Linux', 'WINDOWS'].map(operatingSystemOf)).toEqual(['Linux', 'Linux', 'RHEL', 'SUSE', 'Windows']);
});
