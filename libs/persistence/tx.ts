import type { PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { traceable, traced, type Statement } from './query-trace';
import { READ_MARGIN_MS } from './read-margin';
import { toDatabaseError } from './to-database-error';

export type Params = readonly unknown[];
export type Announcement = 'outbox';

/** One open transaction on one pinned connection. Not to be used after the function it was given to has ended. */
export class Tx {
  private readonly announcements = new Set<Announcement>();
  private begun = false;
  private patience: number | undefined;

  constructor(
    readonly owner: string,
    /** For COPY, which needs the connection itself. */
    readonly client: PoolClient,
    private readonly runner: QueryRunner,
  ) {}

  /** TypeORM's view of the same transaction. */
  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** Rows of any statement, also of INSERT, UPDATE and DELETE with RETURNING. */
  async query<Row = Record<string, unknown>>(statement: Statement, params: Params = []): Promise<Row[]> {
    return (await this.run(statement, params)).rows as Row[];
  }

  /** How many rows a statement touched. */
  async execute(statement: Statement, params: Params = []): Promise<number> {
    return (await this.run(statement, params)).rowCount ?? 0;
  }

  /** How long an answer is waited for, in milliseconds; undefined: as usual. */
  get readLimitMs(): number | undefined {
    return this.patience;
  }

  /** Lets each later statement of this transaction take so long: for work on very many rows. `beside` is a statement without parameters that travels with it. */
  async allow(milliseconds: number, beside = ''): Promise<void> {
    this.patience = milliseconds + READ_MARGIN_MS;
    await this.execute(`set local statement_timeout = ${String(milliseconds)}; ${beside}`);
  }

  /** Told to this process once the transaction is committed. */
  announce(what: Announcement): void {
    this.announcements.add(what);
  }

  get announced(): ReadonlySet<Announcement> {
    return this.announcements;
  }

  private run(statement: Statement, params: Params): Promise<Outcome> {
    const first = !this.begun;
    this.begun = true;
    return runOn(this, first ? traceable(statement) : statement, params);
  }
}

export interface Outcome {
  readonly rows: unknown[];
  readonly rowCount: number | null;
}

/** A connection, and how long its answers are waited for when that is not as usual. */
interface Line {
  readonly owner: string;
  readonly client: PoolClient;
  readonly readLimitMs?: number | undefined;
}

export const runOn = async ({ owner, client, readLimitMs }: Line, statement: Statement, params: Params): Promise<Outcome> => {
  try {
    return await traced(owner, statement, (marked) => client.query({ ...toConfig(marked, params), ...(readLimitMs !== undefined && { query_timeout: readLimitMs }) }));
  } catch (error) {
    throw toDatabaseError(error);
  }
};

const toConfig = (statement: Statement, params: Params): { text: string; name?: string; values: unknown[] } =>
  typeof statement === 'string' ? { text: statement, values: [...params] } : { ...statement, values: [...params] };
