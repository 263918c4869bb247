import type { JobLogLine } from '@ml/contracts/jobs';
import type { JobLine } from '@ml/domain/gaps/job-lines';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';

/** Of a job; the oldest go. */
const MOST_LINES = 1_000;

interface LineRow {
  readonly line: number;
  readonly at: Date;
  readonly level: JobLogLine['level'];
  readonly text: string;
}

const COLUMNS = `line, at, level, text || case when times > 1 then ' (' || times || ' times)' else '' end as text`;

const toLine = ({ line, at, level, text }: LineRow): JobLogLine => ({ line, at: at.toISOString(), level, text });

/** In their order. The job's row is locked, so that lines of several replicas do not get in each other's way. */
export const writeLines = async (tx: Tx, jobId: string, lines: readonly JobLine[]): Promise<void> => {
  if (lines.length === 0) return;
  const [job] = await tx.query<{ last_line: number }>('select last_line from fetch_jobs where job_id = $1 for update', [jobId]);
  if (job === undefined) throw new Error(`the job ${jobId} has no row to write a log for`);
  let last = job.last_line;
  for (const line of lines) last = await writeLine(tx, { jobId, last, line });
  await tx.execute('update fetch_jobs set last_line = $2, untold = true where job_id = $1', [jobId, last]);
  await tx.execute('delete from job_log where job_id = $1 and line <= $2', [jobId, last - MOST_LINES]);
};

const writeLine = async (tx: Tx, { jobId, last, line }: { readonly jobId: string; readonly last: number; readonly line: JobLine }): Promise<number> => {
  const topic = line.topic ?? null;
  if (topic !== null && (await tx.execute('update job_log set times = times + 1 where job_id = $1 and topic = $2', [jobId, topic])) > 0) return last;
  await tx.execute('insert into job_log (job_id, line, level, text, topic) values ($1, $2, $3, $4, $5)', [jobId, last + 1, line.level, line.text, topic]);
  return last + 1;
};

/** The newest lines after `after`, oldest first. */
export const newestLines = async (sql: Sql, jobId: string, { count, after = 0 }: { readonly count: number; readonly after?: number }): Promise<readonly JobLogLine[]> => {
  const rows = await sql.query<LineRow>(`select ${COLUMNS} from job_log where job_id = $1 and line > $2 order by line desc limit $3`, [jobId, after, count]);
  return rows.map(toLine).reverse();
};

export interface LinesAsk {
  readonly after: number;
  readonly limit: number;
}

/** The next lines after one, and how many there are in all that are still kept. */
export const linesAfter = async (sql: Sql, jobId: string, { after, limit }: LinesAsk): Promise<{ readonly lines: readonly JobLogLine[]; readonly total: number }> => {
  const rows = await sql.query<LineRow>(`select ${COLUMNS} from job_log where job_id = $1 and line > $2 order by line limit $3`, [jobId, after, limit]);
  const [kept] = await sql.query<{ total: number }>('select count(*) as total from job_log where job_id = $1', [jobId]);
  return { lines: rows.map(toLine), total: kept?.total ?? 0 };
};
