import { describe, expect, it } from 'vitest';
import type { FetchBasis, TypeBasis } from '@ml/contracts/price-coverage';
import type { Product } from '@ml/contracts/pricing';
import { ownedDatabase } from '@ml/testing/owned-database';
import { fetchBasis, hasOfferings, type BasisAsk } from './fetch-basis';
import { recordFetched, type FetchedIn, type FetchedSpan } from './fetched-spans';
import { coveredPools } from './read-coverage';
import { markObserved } from './source-state';
import { writeInstanceTypes, writeOfferings } from './write-catalogue';
import { writeOnDemandPrices } from './write-on-demand-prices';
import { writeSpotPrices } from './write-spot-prices';

const owned = await ownedDatabase('pricing');
const database = owned.connect({ poolSize: 2 });

const day = (text: string): Date => new Date(`2026-${text}T00:00:00Z`);
const PRODUCTS: readonly Product[] = ['Linux/UNIX', 'Windows'];
const record = (change: Partial<FetchedIn & FetchedSpan>): Promise<void> =>
  database.transaction((tx) => recordFetched(tx, { region: 'us-east-1', source: 'aws', instance_types: [], products: PRODUCTS, from: day('11-01'), until: day('11-02'), ...change }));
const basis = (change: Partial<BasisAsk> = {}): Promise<FetchBasis> =>
  fetchBasis(database, { region: 'us-east-1', instanceTypes: null, products: PRODUCTS, source: 'aws', from: day('11-01'), until: day('11-05'), ...change });
const only = async (type: string, change: Partial<BasisAsk> = {}): Promise<TypeBasis | undefined> => (await basis({ instanceTypes: [type], ...change })).types[0];
const offer = (region: string, type: string, zones: readonly string[]) =>
  database.transaction((tx) => writeOfferings(tx, { rows: zones.map((zone) => ({ instance_type: type, availability_zone: `${region}${zone}`, region })), source: 'aws', lastUpdated: day('11-01') }));
const price = ({ region, type, source = 'aws' }: { region: string; type: string; source?: 'aws' | 'emulator' }, at: readonly number[]) =>
  database.transaction((tx) =>
    writeSpotPrices(tx, { rows: at.map((instant) => ({ instance_type: type, availability_zone: `${region}a`, region, product: 'Linux/UNIX', price: '0.04', at: instant })), source }),
  );
const everyHour = (from: Date, hours: number): readonly number[] => Array.from({ length: hours }, (_, hour) => from.getTime() + hour * 3_600_000);
const whole = { from: '2026-11-01T00:00:00.000Z', until: '2026-11-05T00:00:00.000Z' };

describe('what is known before a fetch', () => {
  it('is nothing of a region that nobody has heard of', async () => {
    expect(await basis({ region: 'eu-south-2' })).toEqual({ region: 'eu-south-2', types: [], on_demand_as_of: null });
    expect(await hasOfferings(database, 'eu-south-2')).toBe(false);
  });

  it('counts a pool for each zone and product, and leaves types out that are not offered', async () => {
    await offer('us-east-1', 'm5.large', ['a', 'b', 'c']);
    await offer('us-east-1', 'c5.large', ['a']);
    expect((await basis({ instanceTypes: ['m5.large', 'c5.large', 'x1.32xlarge'] })).types).toEqual([
      { instance_type: 'c5.large', pools: 2, changes_per_day: null, missing: [whole] },
      { instance_type: 'm5.large', pools: 6, changes_per_day: null, missing: [whole] },
    ]);
    expect(await hasOfferings(database, 'us-east-1')).toBe(true);
  });

  it('has types of a region whose offerings nobody has listed, with what was fetched of all types there', async () => {
    await price({ region: 'sa-east-1', type: 'm5.large' }, [day('11-02').getTime()]);
    await record({ region: 'sa-east-1', from: day('11-01'), until: day('11-03') });
    await record({ region: 'sa-east-1', instance_types: ['m5.large'], from: day('11-03'), until: day('11-05') });
    const { types } = await basis({ region: 'sa-east-1', unlisted: ['c5.large', 'm5.large'] });
    expect(types.map(({ instance_type, pools, missing }) => [instance_type, pools, missing])).toEqual([
      ['c5.large', 0, [{ from: '2026-11-03T00:00:00.000Z', until: '2026-11-05T00:00:00.000Z' }]],
      ['m5.large', 1, []],
    ]);
    expect(await hasOfferings(database, 'sa-east-1')).toBe(false);
  });

  it('misses what neither the type nor the whole region was fetched for, for every product', async () => {
    await record({ from: day('11-01'), until: day('11-02') });
    await record({ instance_types: ['m5.large'], from: day('11-03'), until: day('11-04') });
    await record({ instance_types: ['c5.large'], products: ['Linux/UNIX'], from: day('11-02'), until: day('11-05') });
    expect((await only('m5.large'))?.missing).toEqual([
      { from: '2026-11-02T00:00:00.000Z', until: '2026-11-03T00:00:00.000Z' },
      { from: '2026-11-04T00:00:00.000Z', until: '2026-11-05T00:00:00.000Z' },
    ]);
    expect((await only('c5.large'))?.missing).toEqual([{ from: '2026-11-02T00:00:00.000Z', until: '2026-11-05T00:00:00.000Z' }]);
    expect((await only('c5.large', { products: ['Linux/UNIX'] }))?.missing).toEqual([]);
  });

  it('is about no Windows of types that do not run it', async () => {
    const facts = { vcpu: 2, memory_bytes: 1, gpus: 0, local_storage_gb: 0, max_pods: 29, current_generation: true, bare_metal: false, burstable: false } as const;
    const rows = [{ ...facts, instance_type: 'm7g.large', architectures: ['arm64'] }, { ...facts, instance_type: 't2.micro', architectures: ['i386', 'x86_64'] }] as const;
    await database.transaction((tx) => writeInstanceTypes(tx, { rows, source: 'aws', lastUpdated: day('11-01') }));
    for (const type of ['m7g.large', 't2.micro', 'unknown.large']) await offer('ca-central-1', type, ['a', 'b']);
    await record({ region: 'ca-central-1', instance_types: ['m7g.large', 't2.micro'], products: ['Linux/UNIX'], until: day('11-05') });
    const known = async (products = PRODUCTS) => (await basis({ region: 'ca-central-1', products })).types.map(({ instance_type, pools, missing }) => [instance_type, pools, missing.length]);
    expect(await known()).toEqual([['m7g.large', 2, 0], ['t2.micro', 4, 1], ['unknown.large', 4, 1]]);
    expect(await known(['Windows'])).toEqual([['t2.micro', 2, 1], ['unknown.large', 2, 1]]);
    const pools = await coveredPools(database, { region: 'ca-central-1', instance_type: null, availability_zone: 'ca-central-1a', product: null }, PRODUCTS);
    expect(pools.map(({ instance_type, product }) => `${instance_type} ${product}`)).toEqual([
      'm7g.large Linux/UNIX', 't2.micro Linux/UNIX', 't2.micro Windows', 'unknown.large Linux/UNIX', 'unknown.large Windows',
    ]);
  });

  it('does not take what the emulator said for what is known of a region with real prices', async () => {
    await offer('us-west-2', 'm5.large', ['a']);
    await price({ region: 'us-west-2', type: 'm5.large', source: 'emulator' }, [day('11-01').getTime()]);
    await record({ region: 'us-west-2', source: 'emulator', until: day('11-05') });
    expect((await only('m5.large', { region: 'us-west-2', source: 'emulator' }))?.missing).toEqual([]);
    // Nor does a real source that is asked for the first time: its prices drive the others out.
    expect((await only('m5.large', { region: 'us-west-2' }))?.missing).toEqual([whole]);
    await price({ region: 'us-west-2', type: 'm5.large' }, [day('11-01').getTime()]);
    expect((await only('m5.large', { region: 'us-west-2' }))?.missing).toEqual([whole]);
  });

  it('counts changes a day over the newest three days that are known, quiet hours included', async () => {
    await offer('eu-west-1', 'busy.large', ['a']);
    await offer('eu-west-1', 'quiet.large', ['a']);
    await price({ region: 'eu-west-1', type: 'busy.large' }, everyHour(day('11-04'), 36));
    await price({ region: 'eu-west-1', type: 'quiet.large' }, [day('10-20').getTime()]);
    await record({ region: 'eu-west-1', from: day('11-01'), until: day('11-07') });
    // 36 changes from 4 November on, in the three days until the 7th.
    expect(await only('busy.large', { region: 'eu-west-1' })).toMatchObject({ changes_per_day: 12 });
    expect(await only('quiet.large', { region: 'eu-west-1' })).toMatchObject({ changes_per_day: 0 });
  });

  it('does not take rows of times that nobody has noted for changes of those that are known', async () => {
    await price({ region: 'eu-west-3', type: 'old.large' }, everyHour(day('11-01'), 72));
    await record({ region: 'eu-west-3', from: day('11-03'), until: new Date('2026-11-03T02:00:00Z') });
    expect(await only('old.large', { region: 'eu-west-3' })).toMatchObject({ changes_per_day: 24 });
    await record({ region: 'eu-west-3', from: new Date('2026-11-02T00:00:00Z'), until: new Date('2026-11-02T01:00:00Z') });
    expect(await only('old.large', { region: 'eu-west-3' })).toMatchObject({ changes_per_day: 24 });
  });

  it('goes by the rows themselves where no fetch was noted, over a day at least', async () => {
    await price({ region: 'eu-west-2', type: 'old.large' }, everyHour(day('09-01'), 49));
    await price({ region: 'eu-west-2', type: 'once.large' }, [day('09-01').getTime()]);
    expect(await only('old.large', { region: 'eu-west-2' })).toMatchObject({ pools: 1, changes_per_day: 24.5, missing: [whole] });
    expect(await only('once.large', { region: 'eu-west-2' })).toMatchObject({ changes_per_day: 1 });
  });

  it('says when the newest list of on-demand prices was fetched', async () => {
    await database.transaction((tx) => writeOnDemandPrices(tx, { rows: [{ instance_type: 'm5.large', region: 'us-east-1', operating_system: 'Linux', price: '0.1', effective_date: '2026-11-01' }], source: 'aws' }));
    await markObserved(database, { kind: 'on_demand_prices', region: 'us-east-1', source: 'aws', until: day('11-20') });
    expect((await basis()).on_demand_as_of).toBe('2026-11-20T00:00:00.000Z');
    await database.execute(`update source_states set source = 'emulator' where data_type = 'on_demand_prices'`);
    expect((await basis()).on_demand_as_of).toBeNull();
    expect((await basis({ source: 'emulator' })).on_demand_as_of).toBe('2026-11-20T00:00:00.000Z');
  });
});
