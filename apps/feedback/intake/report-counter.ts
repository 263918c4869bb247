import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { InterruptionAnswer, InterruptionReport } from '@ml/contracts/interruptions';
import { poolName } from '@ml/domain/learning/pool-name';
import { Database } from '@ml/persistence/database';
import { lockPools } from '@ml/persistence/stores/feedback/lock-pools';
import { findReports, insertReports, keepRefused } from '@ml/persistence/stores/feedback/report-store';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import { CurrentWeight } from '../exposure/current-weight';
import type { TouchedPool } from '../learning/learned';
import { PoolPublisher } from '../publishing/pool-publisher';
import { composeAnswer } from './compose-answer';
import { PoolTeacher } from './pool-teacher';
import type { ReceivedReport } from './received-report';
import { verdictOn, type Verdict } from './verdict-on';

/** An answer, or why there is none and never will be; null: asked about and not counted yet. */
export type Outcome = InterruptionAnswer | AppError | null;

export interface Counted {
  /** In the order of the reports. */
  readonly outcomes: readonly Outcome[];
  readonly verdicts: readonly Verdict[];
  /** Resolves when the answers may go out: engines know what they say of levels. */
  readonly told: Promise<void>;
}

/** Counts reports: all of a batch in one transaction, each once. */
@Injectable()
export class ReportCounter {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CurrentWeight) private readonly weight: CurrentWeight,
    @Inject(PoolTeacher) private readonly teacher: PoolTeacher,
    @Inject(PoolPublisher) private readonly publisher: PoolPublisher,
  ) {}

  /** @throws AppError UNAVAILABLE while the database is away, BAD_FIELD for what no column holds; then nothing was counted */
  async count(received: readonly ReceivedReport[]): Promise<Counted> {
    const { weight } = await this.weight.read();
    const { verdicts, known } = await this.database.transaction(async (tx) => {
      await lockPools(tx, received.map(({ report }) => report));
      const kept = await keep(tx, received);
      return { verdicts: kept, known: await this.teacher.teach(tx, touchedPools(received, kept), { weight, now: await this.now(tx) }) };
    });
    const outcomes = received.map((one, index) => outcomeOf(one, verdicts[index] ?? 'unknown', known));
    const changed = [...known.values()].some(({ assessment }) => assessment.changed);
    if (!changed && verdicts.includes('counted')) this.publisher.nudge();
    return { outcomes, verdicts, told: changed ? this.publisher.publishNow() : Promise.resolve() };
  }

  private async now(tx: Tx): Promise<Date> {
    const [row] = await tx.query<{ readonly now: Date }>(NOW);
    return this.clock.shown(row?.now ?? new Date());
  }
}

// The statements that follow look many pools up one by one. A plan that was made while the tables were small, and is kept, would read all of them for each.
const NOW = { name: 'intake-now', text: "SELECT clock_timestamp() AS now, set_config('plan_cache_mode', 'force_custom_plan', true)" };

/** Writes what is new and says of each what it is beside what is kept. */
const keep = async (tx: Tx, received: readonly ReceivedReport[]): Promise<readonly Verdict[]> => {
  const fresh = received.filter(({ asked }) => !asked).map(({ report }) => report);
  const inserted = fresh.length === 0 ? 0 : (await insertReports(tx, fresh)).size;
  if (inserted === received.length) return received.map(() => 'counted');
  const known = new Map((await findReports(tx, received.map(({ report }) => report))).map((row) => [keyOf(row), row]));
  const verdicts = received.map(({ report }) => {
    const row = known.get(keyOf(report));
    return row === undefined ? 'unknown' : verdictOn(report, row);
  });
  await keepRefused(tx, received.filter(({ asked }, index) => !asked && verdicts[index] === 'reused').map(({ report }) => report));
  return verdicts;
};

const keyOf = ({ customer_id, dedupe_key }: Pick<InterruptionReport, 'customer_id' | 'dedupe_key'>): string => JSON.stringify([customer_id, dedupe_key]);

const REUSED = 'another report was sent with this event_id: send the same body again, or give the event an id of its own';

const outcomeOf = (received: ReceivedReport, verdict: Verdict, known: Awaited<ReturnType<PoolTeacher['teach']>>): Outcome => {
  if (verdict === 'unknown') return null;
  if (verdict === 'reused') return new AppError('EVENT_ID_REUSED', REUSED, { path: 'event_id' });
  const pool = known.get(poolName(received.report));
  if (pool === undefined) throw new Error(`nothing is known of ${poolName(received.report)}`);
  return composeAnswer(received, pool, verdict === 'duplicate');
};

/** Each pool once, with the customers of whom something new has come. */
const touchedPools = (received: readonly ReceivedReport[], verdicts: readonly Verdict[]): readonly TouchedPool[] => {
  const pools = new Map<string, TouchedPool & { readonly customers: string[] }>();
  for (const [index, { report, asked }] of received.entries()) {
    if (verdicts[index] === 'unknown') continue;
    const { instance_type, availability_zone, region, customer_id } = report;
    const pool = pools.get(poolName(report)) ?? { instance_type, availability_zone, region, customers: [] };
    pools.set(poolName(report), pool);
    if (verdicts[index] === 'counted' && !asked && !pool.customers.includes(customer_id)) pool.customers.push(customer_id);
  }
  return [...pools.values()];
};
