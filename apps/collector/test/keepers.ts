import type { Database } from '@ml/persistence/database';
import { Clock } from '@ml/platform/clock';
import { TEST_HASH_KEY } from '@ml/testing/service-env';
import { ActionTaker } from '../actions/action-taker';
import { Identity } from '../identity/identity';
import { ConsentGate } from '../privacy/consent-gate';
import { SeriesTaker } from '../series/series-taker';
import type { CollectorSettings } from '../settings';

export interface Keepers {
  readonly identity: Identity;
  readonly actions: ActionTaker;
  readonly series: SeriesTaker;
}

/** Begins two days after what is posted here, whenever a file runs. */
const clock = new Clock(Date.UTC(2026, 10, 22, 12) - Date.now());

/** What takes small things in, on a database of the spec. */
export const keepersOn = (database: Database, over: Partial<CollectorSettings> = {}): Keepers => {
  const settings = { hashKey: TEST_HASH_KEY, hashKeyVersion: 1, oldHashKeys: null, legacySalt: null, hashScheme: 'keyed', consentMode: 'automatic', fullSeries: true, words: [], ...over } as CollectorSettings;
  const identity = new Identity(settings);
  const gate = new ConsentGate(identity, settings);
  return { identity, actions: new ActionTaker(database, identity, gate, clock), series: new SeriesTaker(database, identity, gate, clock, settings) };
};

interface FoundAs {
  readonly user: string;
  readonly account: string;
  readonly resource: string;
  readonly detectedAt: string;
  readonly cost: number;
}

/** As if a scan had found it. */
export const findByScan = async (database: Database, { identity }: Keepers, { user, account, resource, detectedAt, cost }: FoundAs): Promise<void> => {
  const scan = identity.hash('scan', `${account} ${detectedAt}`);
  const [userHash, accountHash] = [identity.hash('user', user), identity.hash('account', account)];
  await database.execute(
    `INSERT INTO collection_scans (scan_hash, content_hash, user_hash, account_hash, key_version, provider, completed_at, status, resources, refused, fault_count)
     VALUES ($1, '', $2, $3, 1, 'aws', $4, 'stored', 1, 0, 0) ON CONFLICT DO NOTHING`,
    [scan, userHash, accountHash, detectedAt],
  );
  await database.execute('INSERT INTO collection_subjects (user_hash, account_hash, key_version) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING', [userHash, accountHash]);
  await database.execute(
    `INSERT INTO ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, cost_monthly, detected_at)
     VALUES ($1, $2, $3, 'ebs_volume', 'aws', 'us-*', 10, 'idle_volume', 'high', $4, $5)`,
    [accountHash, identity.hash('resource', resource), scan, cost, detectedAt],
  );
};
