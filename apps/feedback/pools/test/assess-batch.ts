import type { PoolKey } from '@ml/contracts/pools';
import type { Database } from '@ml/persistence/database';
import { lockPools } from '@ml/persistence/stores/feedback/lock-pools';
import { POOL, storeReports, type StoredReport } from '@ml/persistence/stores/feedback/test/report-rows';
import { reportsRead } from '@ml/persistence/stores/feedback/test/reports-read';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import { MINUTE_MS } from '@ml/units/time';
import type { Assessment } from '../assessment';
import { PoolAssessor } from '../pool-assessor';
import { PoolMetrics } from '../pool-metrics';

/** The instant of the spec: reports are stamped, and others travel, relative to it. */
export const NOW = new Date();
export const NAME = 'm5.large/us-east-1a';
export const SETTINGS = { windowMinutes: 60 } as ConstructorParameters<typeof PoolAssessor>[1];

export const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * MINUTE_MS);
export const report = (customer_id: string, minutesAgo: number, pool: PoolKey = POOL): StoredReport => ({ pool, customer_id, at: ago(minutesAgo) });

interface Batch {
  /** Minutes after `NOW`. */
  readonly later?: number;
  readonly pools?: readonly PoolKey[];
  /** Is told how many rows of reports were looked at. */
  readonly onRead?: (rows: number) => void;
}

/** What the intake does with a batch, at an instant. */
export const assessBatch = (on: Database, reports: readonly StoredReport[], { later = 0, pools = [POOL], onRead }: Batch = {}): Promise<ReadonlyMap<string, Assessment>> =>
  on.transaction(async (tx) => {
    await lockPools(tx, pools);
    await storeReports(tx, reports);
    const clock = new Clock(later * MINUTE_MS);
    let assessed: ReadonlyMap<string, Assessment> = new Map();
    const read = await reportsRead(tx, async () => (assessed = await new PoolAssessor(clock, SETTINGS, new PoolMetrics(on, clock, new Metrics('spec'))).assess(tx, pools, ago(-later))));
    onRead?.(read);
    return assessed;
  });

interface Told {
  readonly subject: string;
  readonly body: Readonly<Record<string, string | number>>;
}

/** What waits in the outbox, oldest first: `NORMAL to UNCERTAIN: customers, interruptions`, and `work` for whoever makes jobs. */
export const told = async (database: Database): Promise<readonly string[]> => {
  const rows = await database.query<Told>('SELECT subject, body FROM outbox ORDER BY sequence');
  return rows.map(({ subject, body }) => (subject.startsWith('work') ? 'work' : `${body['level_before']} to ${body['level']}: ${body['affected_clients_count']}, ${body['interruptions_in_window']}`));
};
