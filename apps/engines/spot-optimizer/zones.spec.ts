import { describe, expect, it } from 'vitest';
import { zoneNaming, zonesAtLeast } from './zones';

describe('a zone', () => {
  it.each([
    ['us-east-1a', 'name'],
    ['us-west-2-lax-1a', 'name'],
    ['use1-az4', 'id'],
    ['usw2-lax1-az1', 'id'],
  ])('%s is given by its %s', (zone, naming) => {
    expect(zoneNaming(zone)).toBe(naming);
  });

  it('that is given by name may be any of those given by id, so they are not added up', () => {
    expect(zonesAtLeast(new Set(['us-east-1a', 'us-east-1b', 'use1-az1', 'use1-az2', 'use1-az3']))).toBe(3);
    expect(zonesAtLeast(new Set(['us-east-1a', 'us-east-1b']))).toBe(2);
    expect(zonesAtLeast(new Set())).toBe(0);
  });
});
