import { describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { forgetOldWork } from './forget-old-work';
import { logSnapshot, logUnchanged, regionsBehind, writtenRevision } from './snapshot-log';
import { recordFetched, type FetchedIn, type FetchedSpan } from './fetched-spans';
import { markFailed, markObserved, markPartlyObserved, sourceStates, type DataKind, type SourceState } from './source-state';
import { dropOlderOfferings, writeInstanceTypes, writeOfferings } from './write-catalogue';
import { writeSpotAdvisor } from './write-spot-advisor';
import { writeSpotPrices } from './write-spot-prices';

const owned = await ownedDatabase('pricing');
const database = owned.connect({ poolSize: 2 });
const THEN = new Date('2022-06-01T00:00:00Z');
const NOW = new Date('2026-11-20T10:00:00Z');

const spotOf = (region: string, source: 'aws' | 'file' | 'emulator') =>
  database.transaction((tx) =>
    writeSpotPrices(tx, { rows: [{ instance_type: 'm5.large', availability_zone: `${region}a`, region, product: 'Linux/UNIX', price: '0.04', at: THEN.getTime() - 1 }], source }),
  );
const stateOf = async (region: string, kind: DataKind): Promise<SourceState | undefined> =>
  (await sourceStates(database)).find((state) => state.region === region && state.data_type === kind);
const fetched = (region: string, change: Partial<FetchedIn & FetchedSpan> = {}): Promise<void> =>
  database.transaction((tx) => recordFetched(tx, { region, source: 'aws', instance_types: ['m5.large'], products: ['Linux/UNIX'], from: new Date('2022-05-01T00:00:00Z'), until: THEN, ...change }));

describe('how old prices are', () => {
  it('is not changed by an emulator for the prices of a file', async () => {
    await spotOf('eu-west-1', 'file');
    await markObserved(database, { kind: 'spot_prices', region: 'eu-west-1', source: 'file', until: THEN });
    await spotOf('eu-west-1', 'emulator');
    await markObserved(database, { kind: 'spot_prices', region: 'eu-west-1', source: 'emulator', until: NOW });
    expect((await stateOf('eu-west-1', 'spot_prices'))?.observed_until).toEqual(THEN);
    await markObserved(database, { kind: 'spot_prices', region: 'eu-west-1', source: 'aws', until: NOW });
    expect((await stateOf('eu-west-1', 'spot_prices'))?.observed_until).toEqual(NOW);
  });

  it('never goes back, and a part of a region does not make the rest newer', async () => {
    await markObserved(database, { kind: 'spot_prices', region: 'eu-west-1', source: 'aws', until: THEN });
    await fetched('eu-west-1', { instance_types: [] });
    await markPartlyObserved(database, { region: 'eu-west-1', source: 'aws', until: new Date('2026-11-21T00:00:00Z') });
    expect((await stateOf('eu-west-1', 'spot_prices'))?.observed_until).toEqual(NOW);
    await spotOf('eu-west-3', 'file');
    await markObserved(database, { kind: 'spot_prices', region: 'eu-west-3', source: 'file', until: THEN });
    await fetched('eu-west-3', { source: 'file' });
    await markPartlyObserved(database, { region: 'eu-west-3', source: 'aws', until: NOW });
    expect((await stateOf('eu-west-3', 'spot_prices'))?.observed_until).toEqual(THEN);
  });

  it('is that of the newest part where there are only parts, in whatever order they come', async () => {
    await spotOf('eu-north-1', 'aws');
    for (const until of [THEN, NOW, THEN]) {
      await fetched('eu-north-1');
      await markPartlyObserved(database, { region: 'eu-north-1', source: 'aws', until });
    }
    expect((await stateOf('eu-north-1', 'spot_prices'))?.observed_until).toEqual(NOW);
  });

  it('is kept for every region when one file for all of them fails, and the failure is forgotten with the next success', async () => {
    const advice = { instance_type: 'm5.large', operating_system: 'Linux', class: 0, interruption_rate: '<5%', savings_pct: 1, raw: '{}' } as const;
    const rows = ['eu-west-1', 'eu-west-2'].map((region) => ({ ...advice, region }));
    await database.transaction((tx) => writeSpotAdvisor(tx, { rows, source: 'aws', lastUpdated: THEN, complete: true }));
    await markObserved(database, { kind: 'spot_advisor', region: '*', source: 'aws', until: THEN });
    await markFailed(database, { kind: 'spot_advisor', region: '*', message: 'gone' });
    const failed = (await sourceStates(database)).filter((state) => state.data_type === 'spot_advisor');
    expect(failed.map(({ region, observed_until, error_message }) => [region, observed_until, error_message])).toEqual([
      ['eu-west-1', THEN, 'gone'],
      ['eu-west-2', THEN, 'gone'],
    ]);
    await markObserved(database, { kind: 'spot_advisor', region: '*', source: 'aws', until: NOW });
    expect(await stateOf('eu-west-2', 'spot_advisor')).toMatchObject({ observed_until: NOW, error_message: null });
  });

  it('says that a source failed before it ever brought anything', async () => {
    await markFailed(database, { kind: 'on_demand_prices', region: 'sa-east-1', message: 'refused' });
    expect(await stateOf('sa-east-1', 'on_demand_prices')).toMatchObject({ observed_until: null, revision: 0, error_message: 'refused' });
  });
});

describe('offerings', () => {
  const offering = { instance_type: 'm5.large', availability_zone: 'eu-west-1a', region: 'eu-west-1' };
  const count = async (): Promise<number> => (await database.query('select 1 from instance_offerings')).length;

  it('stay when a newer list brought none, or none that was let in', async () => {
    await database.transaction((tx) => writeOfferings(tx, { rows: [offering], source: 'file', lastUpdated: THEN }));
    await database.transaction((tx) => writeOfferings(tx, { rows: [{ ...offering, availability_zone: 'eu-west-1b' }], source: 'emulator', lastUpdated: NOW }));
    await database.transaction((tx) => dropOlderOfferings(tx, 'eu-west-1', NOW));
    expect(await count()).toBe(1);
  });

  it('go when a newer list no longer names them', async () => {
    await database.transaction((tx) => writeOfferings(tx, { rows: [{ ...offering, availability_zone: 'eu-west-1b' }], source: 'aws', lastUpdated: NOW }));
    await database.transaction((tx) => dropOlderOfferings(tx, 'eu-west-1', NOW));
    expect(await database.query('select availability_zone from instance_offerings')).toEqual([{ availability_zone: 'eu-west-1b' }]);
  });
});

describe('regions whose snapshot is behind', () => {
  const behind = async (): Promise<readonly string[]> => (await regionsBehind(database)).map(({ region }) => region);
  const published = { region: 'us-west-2', snapshot_id: 'sha256:0', as_of: NOW.toISOString(), prices_as_of: null, types: 1, pools: 0, published_at: '2099-01-01T00:00:00.000Z' };
  const type = { instance_type: 'm5.large', vcpu: 2, memory_bytes: 1, architectures: ['x86_64'], gpus: 0, local_storage_gb: 0, max_pods: 29, current_generation: true, bare_metal: false, burstable: false } as const;

  it('are found by what was written, not by clocks, and also by a write that began before the snapshot was made', async () => {
    await spotOf('us-west-2', 'aws');
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const slow = database.transaction(async (tx) => {
      await writeOfferings(tx, { rows: [{ instance_type: 'm5.large', availability_zone: 'us-west-2a', region: 'us-west-2' }], source: 'aws', lastUpdated: NOW });
      await held;
    });
    await database.transaction(async (tx) => logSnapshot(tx, published, { source: 'aws', revision: await writtenRevision(tx, 'us-west-2') }));
    expect(await behind()).not.toContain('us-west-2');
    finish();
    await slow;
    expect(await behind()).toContain('us-west-2');
  });

  it('are no longer behind once the same snapshot came of the newer rows, until types of all regions change', async () => {
    await database.transaction(async (tx) => logUnchanged(tx, 'us-west-2', { source: 'aws', revision: await writtenRevision(tx, 'us-west-2') }));
    expect(await behind()).not.toContain('us-west-2');
    await database.transaction((tx) => writeInstanceTypes(tx, { rows: [type], source: 'aws', lastUpdated: NOW }));
    expect(await behind()).toContain('us-west-2');
  });
});

describe('work that is over', () => {
  it('is forgotten after ninety days, except the newest snapshot of a region', async () => {
    const lines = ['2026-01-01', '2026-01-02'].flatMap((day) => ['sa-east-1', 'eu-north-1'].map((region) => [region, day]));
    for (const [region, day] of lines) {
      await database.query(`insert into price_snapshots (region, snapshot_id, as_of, source, types, pools, published_at) values ($1, $2, now(), 'aws', 1, 1, now() - interval '91 days')`, [region, day]);
    }
    for (const age of ['91 days', '89 days']) {
      await database.query(`insert into fetch_tasks (task_id, data_type, instance_types, regions, origin, created_at) values (gen_random_uuid(), 'catalogue', '{}', '{}', 'schedule', now() - $1::interval)`, [age]);
    }
    await forgetOldWork(database);
    expect(await database.query(`select region, snapshot_id as id from price_snapshots where region in ('sa-east-1', 'eu-north-1') order by 1`)).toEqual([
      { region: 'eu-north-1', id: '2026-01-02' },
      { region: 'sa-east-1', id: '2026-01-02' },
    ]);
    expect(await database.query('select 1 from fetch_tasks')).toHaveLength(1);
  });
});
