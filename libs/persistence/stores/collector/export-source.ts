import pg, { escapeIdentifier, escapeLiteral } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { toDatabaseError } from '../../to-database-error';

/** What is read of a table: rows whose instant `at` lies within the window. */
export interface ExportedTable {
  readonly table: string;
  readonly at: string;
  readonly columns: readonly string[];
}

export interface ExportWindow {
  /** RFC 3339, included. */
  readonly from: string;
  /** RFC 3339, not included. */
  readonly to: string;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Instants as ISO 8601 in UTC; rows may be read for as long as there are some. */
const SESSION = `SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET jit = off; BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`;

/** One view of all tables, as they were when the first of them was read, over a connection of its own. */
export class ExportSource {
  private constructor(
    private readonly client: pg.Client,
    private readonly window: ExportWindow,
  ) {}

  /** @throws AppError UNAVAILABLE */
  static async open(url: string, window: ExportWindow): Promise<ExportSource> {
    const client = new pg.Client({ connectionString: url, application_name: 'ml-collector-export', connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
    // What breaks it is seen by whoever reads.
    client.on('error', () => undefined);
    return answered(async () => {
      await client.connect();
      await client.query(SESSION);
      return new ExportSource(client, window);
    });
  }

  /** @throws AppError UNAVAILABLE */
  async count(exported: ExportedTable): Promise<number> {
    const { rows } = await answered(() => this.client.query<{ count: string }>(`SELECT count(*) AS count FROM ${this.within(exported)}`));
    return Number(rows[0]?.count ?? 0);
  }

  /** Rows in COPY's text format, cut anywhere. @throws AppError UNAVAILABLE */
  async *copy(exported: ExportedTable): AsyncGenerator<Buffer> {
    const columns = exported.columns.map(escapeIdentifier).join(', ');
    const stream = this.client.query(copyTo(`COPY (SELECT ${columns} FROM ${this.within(exported)}) TO STDOUT`));
    try {
      for await (const chunk of stream) yield chunk as Buffer;
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  private within({ table, at }: ExportedTable): string {
    const instant = escapeIdentifier(at);
    return `${escapeIdentifier(table)} WHERE ${instant} >= ${escapeLiteral(this.window.from)} AND ${instant} < ${escapeLiteral(this.window.to)}`;
  }
}

const answered = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw toDatabaseError(error);
  }
};
