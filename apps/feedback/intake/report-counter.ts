import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { InterruptionAnswer, InterruptionReport } from '@ml/contracts/interruptions';
import { poolName } from '@ml/domain/learning/pool-name';
import { Database } from '@ml/persistence/database';
import { lockPools } from '@ml/persistence/stores/feedback/lock-pools';
import { findReports, insertReports, keepRefused } from '@ml/persistence/stores/feedback/report-store';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import type { TouchedPool } from '../learning/learned';
import { PoolPublisher } from '../publishing/pool-publisher';
import { composeAnswer } from './compose-answer';
import { PoolTeacher } from './pool-teacher';
import type { ReceivedReport } from './received-report';
import { verdictOn, type Verdict } from './verdict-on';

/** An answer, or why there is none and never will be. */
export type Outcome = InterruptionAnswer | AppError;

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
    @Inject(PoolTeacher) private readonly teacher: PoolTeacher,
    @Inject(PoolPublisher) private readonly publisher: PoolPublisher,
  ) {}

  /** @throws AppError UNAVAILABLE while the database is away, BAD_FIELD for what no column holds; then nothing was counted */
  async count(received: readonly ReceivedReport[]): Promise<Counted> {
    const reports = received.map(({ report }) => report);
    const { verdicts, known } = await this.database.transaction(async (tx) => {
      await lockPools(tx, reports);
      const verdictsNow = await this.keep(tx, reports);
      return { verdicts: verdictsNow, known: await this.teacher.teach(tx, touchedPools(reports, verdictsNow), await this.now(tx)) };
    });
    const outcomes = received.map((one, index) => outcomeOf(one, verdicts[index] ?? 'counted', known));
    const changed = [...known.values()].some(({ assessment }) => assessment.changed);
    if (!changed) this.publisher.nudge();
    return { outcomes, verdicts, told: changed ? this.publisher.publishNow() : Promise.resolve() };
  }

  /** What came of a report that was accepted; null while it is not counted. @throws AppError EVENT_ID_REUSED, UNAVAILABLE */
  async lookUp(received: ReceivedReport): Promise<InterruptionAnswer | null> {
    const { report } = received;
    const outcome = await this.database.transaction(async (tx) => {
      const [known] = await findReports(tx, [report]);
      if (known === undefined) return null;
      await lockPools(tx, [report]);
      return outcomeOf(received, verdictOn(report, known), await this.teacher.teach(tx, touchedPools([report], ['duplicate']), await this.now(tx)));
    });
    if (outcome instanceof AppError) throw outcome;
    return outcome;
  }

  private async keep(tx: Tx, reports: readonly InterruptionReport[]): Promise<readonly Verdict[]> {
    const inserted = await insertReports(tx, reports);
    if (inserted.size === reports.length) return reports.map(() => 'counted');
    const known = new Map((await findReports(tx, reports)).map((row) => [keyOf(row), row]));
    const verdicts = reports.map((report) => {
      const row = known.get(keyOf(report));
      return row === undefined ? 'counted' : verdictOn(report, row);
    });
    await keepRefused(tx, reports.filter((_, index) => verdicts[index] === 'reused'));
    return verdicts;
  }

  private async now(tx: Tx): Promise<Date> {
    const [row] = await tx.query<{ readonly now: Date }>('SELECT clock_timestamp() AS now');
    return this.clock.shown(row?.now ?? new Date());
  }
}

const keyOf = ({ customer_id, dedupe_key }: Pick<InterruptionReport, 'customer_id' | 'dedupe_key'>): string => JSON.stringify([customer_id, dedupe_key]);

const REUSED = 'another report was sent with this event_id: send the same body again, or give the event an id of its own';

const outcomeOf = (received: ReceivedReport, verdict: Verdict, known: Awaited<ReturnType<PoolTeacher['teach']>>): Outcome => {
  if (verdict === 'reused') return new AppError('EVENT_ID_REUSED', REUSED, { path: 'event_id' });
  const pool = known.get(poolName(received.report));
  if (pool === undefined) throw new Error(`nothing is known of ${poolName(received.report)}`);
  return composeAnswer(received, pool, verdict === 'duplicate');
};

/** Each pool once, with the customers of whom something new has come. */
const touchedPools = (reports: readonly InterruptionReport[], verdicts: readonly Verdict[]): readonly TouchedPool[] => {
  const pools = new Map<string, TouchedPool & { readonly customers: string[] }>();
  for (const [index, report] of reports.entries()) {
    const { instance_type, availability_zone, region, customer_id } = report;
    const pool = pools.get(poolName(report)) ?? { instance_type, availability_zone, region, customers: [] };
    pools.set(poolName(report), pool);
    if (verdicts[index] === 'counted' && !pool.customers.includes(customer_id)) pool.customers.push(customer_id);
  }
  return [...pools.values()];
};
