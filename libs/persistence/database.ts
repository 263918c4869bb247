import { EventEmitter } from 'node:events';
import { AppError } from '@ml/contracts/app-error';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource, TypeORMError, type QueryRunner } from 'typeorm';
import { dataSourceOptions } from './data-source-options';
import type { DatabaseOptions } from './database-options';
import { isTransient, toDatabaseError } from './to-database-error';
import { runOn, Tx, type Announcement, type Outcome, type Params } from './tx';

const RECENTLY_MS = 1_000;

/**
 * One owner's database.
 * Connects with the first query, so a service starts without it; while it is away every call fails with UNAVAILABLE (retryable)
 * and the first call after it is back succeeds, without a restart.
 */
export class Database implements OnApplicationShutdown {
  /** TypeORM's own door, for repositories and migrations; connected once `ready()` has resolved. */
  readonly dataSource: DataSource;
  private readonly committed = new EventEmitter<Record<Announcement, []>>();
  private connecting: Promise<void> | undefined;
  private closed = false;
  private heardAt = 0;

  constructor(readonly options: DatabaseOptions) {
    this.dataSource = new DataSource(dataSourceOptions(options));
  }

  get owner(): string {
    return this.options.owner;
  }

  /** @throws AppError UNAVAILABLE when the database cannot be reached. */
  async ready(): Promise<void> {
    if (this.dataSource.isInitialized) return;
    this.connecting ??= this.connect();
    await this.connecting;
  }

  /** Rows of any statement, also of INSERT, UPDATE and DELETE with RETURNING. @throws AppError UNAVAILABLE */
  async query<Row = Record<string, unknown>>(statement: string, params: Params = []): Promise<Row[]> {
    return (await this.run(statement, params)).rows as Row[];
  }

  /** How many rows a statement touched. @throws AppError UNAVAILABLE */
  async execute(statement: string, params: Params = []): Promise<number> {
    return (await this.run(statement, params)).rowCount ?? 0;
  }

  /** Commits when `work` resolves, rolls back when it throws. @throws AppError UNAVAILABLE when the connection breaks on the way. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.withClient(async (client, runner) => {
      const tx = new Tx(this.owner, client, runner);
      const result = await inTransaction(tx, runner, work);
      for (const what of tx.announced) this.committed.emit(what);
      return result;
    });
  }

  /** Called after every commit of this process that announced `what`. Returns the way to stop it. */
  onCommit(what: Announcement, listener: () => void): () => void {
    this.committed.on(what, listener);
    return () => this.committed.off(what, listener);
  }

  /** Throws when the database does not answer. */
  async check(): Promise<void> {
    await this.query('SELECT 1');
  }

  /** For health: a server that has answered anybody just now is up, also when every connection of the pool is busy. */
  async checkUnlessHeard(): Promise<void> {
    if (this.closed || Date.now() - this.heardAt > RECENTLY_MS) await this.check();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.connecting?.catch(() => undefined);
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private async connect(): Promise<void> {
    try {
      if (this.closed) throw new AppError('UNAVAILABLE', 'the service is stopping');
      await asDatabaseError(() => this.dataSource.initialize());
    } finally {
      this.connecting = undefined;
    }
  }

  private run(statement: string, params: Params): Promise<Outcome> {
    return this.withClient((client) => runOn({ owner: this.owner, client }, statement, params));
  }

  private async withClient<T>(work: (client: PoolClient, runner: QueryRunner) => Promise<T>): Promise<T> {
    await this.ready();
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await asDatabaseError(() => runner.connect())) as PoolClient;
      const result = await dropWhenBroken(client, () => work(client, runner));
      this.heardAt = Date.now();
      return result;
    } catch (error) {
      // From TypeORM's manager; our own statements are translated where they run.
      throw error instanceof TypeORMError ? toDatabaseError(error) : error;
    } finally {
      await runner.release();
    }
  }
}

/** A connection on which something may still be running (a read timeout, a lost server) never goes back to the pool. */
const dropWhenBroken = async <T>(client: PoolClient, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    if (isTransient(cause) && !isAnswer(cause)) endQuietly(client);
    throw error;
  }
};

/** The server itself said no: the connection is in order. */
const isAnswer = (error: unknown): boolean => error instanceof Error && 'severity' in error;

const endQuietly = (client: PoolClient): void => {
  const closable = client as unknown as { end(done: () => void): void };
  closable.end(() => undefined);
};

const asDatabaseError = async <T>(step: () => Promise<T>): Promise<T> => {
  try {
    return await step();
  } catch (error) {
    throw toDatabaseError(error);
  }
};

const inTransaction = async <T>(tx: Tx, runner: QueryRunner, work: (tx: Tx) => Promise<T>): Promise<T> => {
  await asDatabaseError(() => runner.startTransaction());
  try {
    const result = await work(tx);
    await asDatabaseError(() => runner.commitTransaction());
    return result;
  } catch (error) {
    // The first error is the one that says what happened; a broken connection cannot roll back and need not.
    if (runner.isTransactionActive && !runner.isReleased) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
};
