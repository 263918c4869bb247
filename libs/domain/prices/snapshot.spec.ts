import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolFacts } from '@ml/contracts/pricing';
import type { TypeRow } from './rows';
import { buildSnapshot, snapshotText, type SnapshotInput } from './snapshot';

const type = (name: string): TypeRow => ({
  instance_type: name,
  vcpu: 2,
  memory_bytes: 8_589_934_592,
  architectures: ['x86_64'],
  gpus: 0,
  local_storage_gb: 0,
  max_pods: 29,
  current_generation: true,
  bare_metal: false,
  burstable: false,
});

const pool = (name: string, zone: string, product: PoolFacts['product'] = 'Linux/UNIX'): PoolFacts => ({
  instance_type: name,
  availability_zone: zone,
  product,
  price: 0.04,
  price_since: '2026-11-20T08:00:00.000Z',
  cv_168h: 0.1,
  history_hours: 168,
});

const input: SnapshotInput = {
  region: 'us-east-1',
  asOf: Date.UTC(2026, 10, 20, 10),
  types: { rows: [type('m5.large'), type('c5.large'), type('x9.large')], sources: ['aws'], as_of: '2026-11-20T00:00:00.000Z' },
  onDemand: {
    rows: [
      { instance_type: 'm5.large', operating_system: 'Windows', price: '0.188' },
      { instance_type: 'm5.large', operating_system: 'Linux', price: '0.096' },
    ],
    sources: ['aws'],
    as_of: '2026-11-20T00:00:00.000Z',
  },
  advisor: { rows: [{ instance_type: 'm5.large', operating_system: 'Linux', class: 2, savings_pct: 58 }], sources: ['file'], as_of: '2025-06-28T00:00:00.000Z' },
  offerings: { rows: [{ instance_type: 'm5.large', availability_zone: 'us-east-1c' }], sources: ['aws'], as_of: null },
  pools: { facts: [pool('m5.large', 'us-east-1b'), pool('m5.large', 'us-east-1a', 'Windows'), pool('m5.large', 'us-east-1a'), pool('c5.large', 'us-east-1a')], sources: ['aws'] },
};

describe('buildSnapshot', () => {
  it('tells a type by its prices, advice and zones', () => {
    const facts = buildSnapshot(input).types.find((candidate) => candidate.instance_type === 'm5.large');
    expect(facts).toMatchObject({
      on_demand: { Linux: 0.096, Windows: 0.188 },
      advisor: { Linux: { class: 2, savings_pct: 58 } },
      availability_zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    });
  });

  it('leaves out a type that cannot be had in the region', () => {
    expect(buildSnapshot(input).types.map((facts) => facts.instance_type)).toEqual(['c5.large', 'm5.large']);
  });

  it('says the worst of its sources and the newest of its prices', () => {
    expect(buildSnapshot(input)).toMatchObject({ source: 'file', prices_as_of: '2026-11-20T08:00:00.000Z', as_of: '2026-11-20T10:00:00.000Z' });
  });

  it('carries the prices of what is not a machine, which change neither its source nor its dates', () => {
    const snapshot = buildSnapshot({ ...input, region: 'eu-central-1' });
    expect(snapshot.rates).toMatchObject({ public_ipv4_hour: 0.005, nat_gateway_hour: 0.052 });
    expect(snapshot).toMatchObject({ source: 'file', on_demand_as_of: '2026-11-20T00:00:00.000Z' });
  });

  it('gives the same text whatever order the rows come in', () => {
    const text = snapshotText(buildSnapshot(input));
    const shuffled = <T>(rows: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...rows], { minLength: rows.length });
    fc.assert(
      fc.property(shuffled(input.types.rows), shuffled(input.onDemand.rows), shuffled(input.pools.facts), (types, onDemand, facts) => {
        const reordered = { ...input, types: { ...input.types, rows: types }, onDemand: { ...input.onDemand, rows: onDemand }, pools: { ...input.pools, facts } };
        expect(snapshotText(buildSnapshot(reordered))).toBe(text);
      }),
    );
  });

  it('gives the same text whatever order the architectures of a type come in', () => {
    const withTypes = (architectures: TypeRow['architectures']): string =>
      snapshotText(buildSnapshot({ ...input, types: { ...input.types, rows: [{ ...type('m5.large'), architectures }] } }));
    expect(withTypes(['x86_64', 'i386'])).toBe(withTypes(['i386', 'x86_64']));
  });

  it('survives the way through JSON unchanged', () => {
    const snapshot = buildSnapshot(input);
    expect(JSON.parse(snapshotText(snapshot))).toEqual(snapshot);
  });
});
