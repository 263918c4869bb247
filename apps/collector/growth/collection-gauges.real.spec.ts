import { expect, it } from 'vitest';
import { Metrics } from '@ml/platform/metrics';
import { ownedDatabase } from '@ml/testing/owned-database';
import { storeResources } from '../test/collected-rows';
import { CollectionCounts } from './collection-counts';
import { CollectionGauges } from './collection-gauges';

const database = (await ownedDatabase('collector')).connect();
const HOUR = 3_600;

/** What a replica shows that was just started, but for series that are 0; seconds as whole hours. */
const shown = async (): Promise<Readonly<Record<string, number>>> => {
  const metrics = new Metrics('collector');
  const gauges = new CollectionGauges(metrics, new CollectionCounts(database), database);
  expect(gauges).toBeDefined();
  const found = await metrics.registry.getMetricsAsJSON();
  const series = found.filter(({ name }) => name.startsWith('ml_collection_')).flatMap(({ name, values }) => values.map(({ value, labels }) => [`${name}${labels['status'] === undefined ? '' : ` ${labels['status']}`}`, value] as const));
  return Object.fromEntries(series.filter(([, value]) => value > 0).map(([name, value]) => [name, name.endsWith('_seconds') ? Math.floor(value / HOUR) : value]));
};

/** A scan that was accepted so many hours ago. */
const scan = (status: string, hours: number): Promise<number> =>
  database.execute(
    `INSERT INTO collection_scans (scan_hash, content_hash, user_hash, account_hash, key_version, provider, completed_at, status, resources, refused, fault_count, accepted_at)
     VALUES ($1::text || $2::integer, '', 'u', 'a', 1, 'aws', now(), $1, 1, 0, 0, now() - make_interval(hours => $2))`,
    [status, hours],
  );

it('what is collected is shown: how much, what people did with it, how long ago, and what is not in the tables', async () => {
  expect(await shown()).toEqual({});
  await storeResources(database, 10, { ageDays: 3 });
  for (const [status, hours] of [['stored', 5], ['stored', 30], ['failed', 7], ['accepted', 2], ['accepted', 50]] as const) await scan(status, hours);
  await database.execute(`WITH opened AS (INSERT INTO scan_uploads (upload_id, scan_hash, user_hash, account_hash) VALUES (gen_random_uuid(), 's', 'u', 'a') RETURNING upload_id)
    INSERT INTO scan_pieces (upload_id, first, kept, refused, content_hash, training, series) SELECT upload_id, first, 1, 0, '', '', '' FROM opened, generate_series(0, 2) AS first`);
  expect(await shown()).toEqual({
    ml_collection_records: 10,
    ml_collection_action_rate: 0.5,
    ml_collection_age_seconds: 2,
    'ml_collection_scan_states accepted': 2,
    'ml_collection_scan_states stored': 1,
    'ml_collection_scan_states failed': 1,
    ml_collection_waiting_seconds: 50,
    ml_collection_waiting_pieces: 3,
  });
});
