import { randomUUID } from 'node:crypto';
import type { Database } from '@ml/persistence/database';
import { refreshCostTrend } from '@ml/persistence/stores/collector/refresh-cost-trend';
import { DAY_MS } from '@ml/units/time';
import type { Identity } from '../../identity/identity';

export interface CollectedWorld {
  /** A scan with everything that is made of it, `age` days ago. Resources are named `<scan>-r<number>`. */
  scan(told: { readonly user: string; readonly account: string; readonly scan: string; readonly resources: number; readonly age?: number }): Promise<void>;
  /** On a resource that a scan has found. */
  action(told: { readonly user: string; readonly account: string; readonly resource: string }): Promise<void>;
  waiting(told: { readonly user: string; readonly account: string; readonly resource: string }): Promise<void>;
  /** A series that was posted, and what Cost Explorer said of the resource; without an account the series alone. */
  posted(told: { readonly account: string | null; readonly resource: string }): Promise<void>;
  /** A scan of which one piece has come. */
  upload(told: { readonly user: string; readonly account: string; readonly scan: string }): Promise<void>;
}

const AT = "now() - $1::float8 * interval '1 day'";

const SCAN: readonly string[] = [
  `INSERT INTO collection_scans (scan_hash, content_hash, user_hash, account_hash, key_version, provider, completed_at, status, resources, refused, fault_count, accepted_at)
   SELECT $2, 'c', $3, $4, $5, 'aws', ${AT}, 'stored', cardinality($6::text[]), 0, 0, ${AT}`,
  `INSERT INTO collection_subjects (user_hash, account_hash, key_version, first_seen_at, last_seen_at)
   SELECT $3, $4, $5, ${AT}, ${AT} WHERE $2 <> '' AND cardinality($6::text[]) > 0 ON CONFLICT (user_hash, account_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at`,
  `INSERT INTO ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, cost_monthly, detected_at, created_at)
   SELECT $4, resource, $2, 'ebs_volume', 'aws', 'us-*', 10, 'unattached', 'high', 5, ${AT}, ${AT} FROM unnest($6::text[]) AS given (resource) WHERE $3 <> '' AND $5 >= 0`,
  `INSERT INTO resource_lifecycle_events (account_hash, resource_hash, scan_id, event_type, resource_type, provider, event_timestamp, created_at)
   SELECT $4, resource, $2, 'detected', 'ebs_volume', 'aws', ${AT}, ${AT} FROM unnest($6::text[]) AS given (resource) WHERE $3 <> '' AND $5 >= 0`,
  `INSERT INTO cloudwatch_metrics_history (account_hash, resource_hash, scan_id, resource_type, provider, metric_name, metric_values, aggregation_period, start_date, end_date, collected_at)
   SELECT $4, resource, $2, 'ebs_volume', 'aws', 'VolumeReadOps', '{}', 'hourly', ${AT}, ${AT}, ${AT} FROM unnest($6::text[]) AS given (resource) WHERE $3 <> '' AND $5 >= 0`,
];

/** Writes what collecting would write, by the hand of a spec: every table of a user has something in it. */
export const collectedRows = (database: Database, identity: Identity): CollectedWorld => {
  const hash = identity.hash.bind(identity);
  const event = async (user: string, account: string): Promise<void> => {
    await database.execute(`INSERT INTO collected_events (event_hash, body_hash, user_hash, account_hash, outcome) VALUES ($1, 'b', $2, $3, 'recorded')`, [hash('event', randomUUID()), hash('user', user), hash('account', account)]);
  };
  const amounts = (account: string, age = 0): Promise<void> => {
    const month = new Date(Date.now() - age * DAY_MS).toISOString().slice(0, 7);
    return database.transaction((tx) => refreshCostTrend(tx, { account_hash: hash('account', account), month }));
  };
  return {
    scan: async ({ user, account, scan, resources, age = 0 }) => {
      const hashes = Array.from({ length: resources }, (_, index) => hash('resource', `${scan}-r${String(index)}`));
      const params = [age, hash('scan', scan), hash('user', user), hash('account', account), identity.keyVersion, hashes];
      const typed = 'WITH given_types AS (SELECT $1::float8, $2::varchar, $3::varchar, $4::varchar, $5::smallint, $6::text[])';
      for (const statement of SCAN) await database.execute(`${typed} ${statement}`, params);
      await amounts(account, age);
      await database.execute(`INSERT INTO outbox (message_id, subject, body) VALUES ($1, 'work.collector.scan.v1', json_build_object('scan_hash', $1))`.replaceAll('$1', '$1::text'), [hash('scan', scan)]);
    },
    action: async ({ user, account, resource }) => {
      await event(user, account);
      const [account_hash, resource_hash] = [hash('account', account), hash('resource', resource)];
      await database.execute(
        `INSERT INTO user_action_patterns (user_hash, account_hash, resource_hash, resource_type, provider, detection_scenario, confidence_level, action_taken, time_to_action_hours, cost_monthly, cost_saved_monthly, detected_at, action_at)
         VALUES ($1, $2, $3, 'ebs_volume', 'aws', 'unattached', 'high', 'deleted', 1, 5, 5, now(), now())`,
        [hash('user', user), account_hash, resource_hash],
      );
      await database.execute(`UPDATE ml_training_data SET user_action = 'deleted' WHERE account_hash = $1 AND resource_hash = $2`, [account_hash, resource_hash]);
      await database.execute(`INSERT INTO resource_lifecycle_events (account_hash, resource_hash, event_type, resource_type, provider, event_timestamp) VALUES ($1, $2, 'deleted', 'ebs_volume', 'aws', now())`, [account_hash, resource_hash]);
      await database.execute('INSERT INTO collection_subjects (user_hash, account_hash, key_version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [hash('user', user), account_hash, identity.keyVersion]);
      await amounts(account);
    },
    waiting: async ({ user, account, resource }) => {
      await event(user, account);
      await database.execute(`INSERT INTO waiting_actions (account_hash, resource_hash, user_hash, action_taken, action_at) VALUES ($1, $2, $3, 'kept', now())`, [hash('account', account), hash('resource', resource), hash('user', user)]);
    },
    posted: async ({ account, resource }) => {
      const [account_hash, resource_hash] = [account === null ? null : hash('account', account), hash('resource', resource)];
      await database.execute(
        `INSERT INTO cloudwatch_metrics_history (account_hash, resource_hash, resource_type, provider, metric_name, metric_values, aggregation_period, start_date, end_date)
         VALUES ($1, $2, 'ebs_volume', 'aws', 'posted', '{}', 'hourly', now(), now())`,
        [account_hash, resource_hash],
      );
      if (account_hash === null) return;
      await database.execute(`INSERT INTO resource_actuals (account_hash, resource_hash, amount, hours, monthly, window_end, source, as_of) VALUES ($1, $2, 1, 24, 30, now(), 'aws', now())`, [account_hash, resource_hash]);
    },
    upload: async ({ user, account, scan }) => {
      const upload = randomUUID();
      await database.execute('INSERT INTO scan_uploads (upload_id, scan_hash, user_hash, account_hash) VALUES ($1, $2, $3, $4)', [upload, hash('scan', scan), hash('user', user), hash('account', account)]);
      await database.execute(`INSERT INTO scan_pieces (upload_id, first, kept, refused, content_hash, training, series) VALUES ($1, 0, 1, 0, 'c', '', '')`, [upload]);
    },
  };
};
