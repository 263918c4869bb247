import { describe, expect, it } from 'vitest';
import type { PriceSnapshot } from '@ml/contracts/pricing';
import { machinePrice, type PricedMachine } from './machine-price';
import { priceListOf } from './price-list';

const snapshot = {
  region: 'us-east-1',
  types: [{ instance_type: 'm5.large', on_demand: { Linux: 0.096, Windows: 0.188, RHEL: 0.126, SUSE: 0.152 } }],
  pools: [{ instance_type: 'm5.large', availability_zone: 'us-east-1a', product: 'Linux/UNIX', price: 0.04 }],
} as unknown as PriceSnapshot;
const prices = priceListOf({ prices: snapshot, pools: undefined }, 'us-east-1');
const machine: PricedMachine = { instanceType: 'm5.large', zone: 'us-east-1a', capacityType: 'on-demand', windows: false, platform: 'Linux/UNIX', tenancy: 'default' };

describe('the price of a machine', () => {
  it.each<readonly [string, Partial<PricedMachine>, number | undefined]>([
    ['with Linux', {}, 0.096],
    ['with Windows', { windows: true }, 0.188],
    ['with Red Hat', { platform: 'Red Hat Enterprise Linux' }, 0.126],
    ['with SUSE', { platform: 'SUSE Linux' }, 0.152],
    ['on spot', { capacityType: 'spot' }, 0.04],
    ['on spot with Windows, whose prices nobody has', { capacityType: 'spot', windows: true }, undefined],
    ['on dedicated hardware, whose prices nobody has', { tenancy: 'dedicated' }, undefined],
    ['in another region', { zone: 'eu-west-1a' }, undefined],
    ['in a local zone, which has prices of its own', { zone: 'us-east-1-bos-1a' }, undefined],
    ['that does not say where it stands', { zone: null }, 0.096],
    ['that does not say its tenancy', { tenancy: null }, 0.096],
    ['of a type that nobody knows', { instanceType: 'x9.huge' }, undefined],
  ])('is, of one %s, what the list says', (_, more, price) => {
    expect(machinePrice(prices, { ...machine, ...more })).toBe(price);
  });

  it('is not known without a list', () => {
    expect(machinePrice(undefined, machine)).toBeUndefined();
  });
});
