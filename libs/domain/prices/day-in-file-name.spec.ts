import { expect, it } from 'vitest';
import { dayInFileName } from './day-in-file-name';

it.each([
  ['/data/spot-advisor-data.2025-06-28.json', '2025-06-28'],
  ['ondemand_allregions_ec2shop_2025-04.csv', '2025-04-01'],
  ['ericpauley_2022-05.tsv.zst', '2022-05-01'],
  ['/2025-04/prices.csv', null],
  ['prices_2025-13-01.csv', null],
  ['prices_2025-13.csv', null],
  ['ec2_catalogue_joined.csv', null],
])('finds the day in %s', (path, day) => {
  expect(dayInFileName(path)).toBe(day);
});
