import { beforeEach, describe, expect, it } from 'vitest';
import type { PoolKey } from '@ml/contracts/pools';
import type { Database } from '@ml/persistence/database';
import { lockPools } from '@ml/persistence/stores/feedback/lock-pools';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import { ownedDatabase } from '@ml/testing/owned-database';
import { MINUTE_MS } from '@ml/units/time';
import type { Assessment } from './assessment';
import { PoolAssessor } from './pool-assessor';
import { POOL, storeReports, type StoredReport } from '@ml/persistence/stores/feedback/test/report-rows';

const { connect } = await ownedDatabase('feedback');
const database = connect();
const NAME = 'm5.large/us-east-1a';
const NOW = new Date();
const SETTINGS = { windowMinutes: 60 } as ConstructorParameters<typeof PoolAssessor>[1];

const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * MINUTE_MS);
const report = (customer_id: string, minutesAgo: number, pool: PoolKey = POOL): StoredReport => ({ pool, customer_id, at: ago(minutesAgo) });

/** What a batch of the intake does of it, at an instant. */
const assess = async (on: Database, reports: readonly StoredReport[], { at = NOW, pools = [POOL] }: { readonly at?: Date; readonly pools?: readonly PoolKey[] } = {}): Promise<ReadonlyMap<string, Assessment>> => {
  const assessor = new PoolAssessor(new Clock(at.getTime() - NOW.getTime()), SETTINGS);
  return on.transaction(async (tx: Tx) => {
    await lockPools(tx, pools);
    await storeReports(tx, reports);
    return assessor.assess(tx, pools, at);
  });
};

interface TeldRow {
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
}
const told = async (): Promise<readonly unknown[]> => {
  const rows = await database.query<TeldRow>('SELECT subject, body FROM outbox ORDER BY sequence');
  return rows.map(({ subject, body }) => (subject.startsWith('work') ? 'work' : `${String(body['level_before'])} to ${String(body['level'])}: ${String(body['affected_clients_count'])}, ${String(body['interruptions_in_window'])}`));
};

beforeEach(async () => {
  await database.execute('TRUNCATE interruption_feedback, pool_episodes, outbox');
});

describe('what is known of a pool', () => {
  it('grows with every customer, and is told once each', async () => {
    const [one, two, three] = [await assess(database, [report('a', 20)]), await assess(database, [report('b', 10)]), await assess(database, [report('c', 0)])];
    expect([one, two, three].map((map) => map.get(NAME)).map((seen) => [seen?.level, seen?.level_before, seen?.changed, seen?.customers, seen?.interruptions])).toEqual([
      ['NORMAL', 'NORMAL', false, 1, 1],
      ['UNCERTAIN', 'NORMAL', true, 2, 2],
      ['CONFIRMED_RISKY', 'UNCERTAIN', true, 3, 3],
    ]);
    expect(three.get(NAME)).toMatchObject({ customer_ids: ['a', 'b', 'c'], first_at: ago(20), last_at: ago(0), ends_at: ago(-100) });
    expect(await told()).toEqual(['NORMAL to UNCERTAIN: 2, 2', 'UNCERTAIN to CONFIRMED_RISKY: 3, 3', 'work']);
  });
});
