import type { JobLogLine } from '@ml/contracts/jobs';
import type { JobLine } from '@ml/domain/gaps/job-lines';
import type { Sql } from '../../sql';
import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';

/** Of a job; the oldest go, some at a time. */
const MOST_LINES = 1_000;
const SWEEP = 10;

interface LineRow {
  readonly line: number;
  readonly at: Date;
  readonly level: JobLogLine['level'];
  readonly text: string;
}

const COLUMNS = `line, at, level, text || case when times > 1 then ' (' || times || ' times)' else '' end as text`;

const toLine = ({ line, at, level, text }: LineRow): JobLogLine => ({ line, at: at.toISOString(), level, text });

const PLACE = { name: 'job-log-place', text: 'update fetch_jobs set last_line = last_line + $2, untold = true where job_id = $1 returning last_line' };
const REPEAT = 'update job_log set times = times + $3 where job_id = $1 and topic = $2';
const INSERT = {
  name: 'job-log-insert',
  text: `insert into job_log (job_id, line, level, text, topic, times) select $1, $2 + place, line ->> 'level', line ->> 'text', line ->> 'topic', (line ->> 'times')::integer
    from jsonb_array_elements($3::jsonb) with ordinality as lines (line, place)`,
};

/** In their order. The job's row is locked, so that lines of several replicas do not get in each other's way. */
export const writeLines = async (tx: Tx, jobId: string, lines: readonly JobLine[]): Promise<void> => {
  const unsaid = await withoutRepeated(tx, jobId, lines);
  if (unsaid.length === 0) return;
  const [job] = await tx.query<{ last_line: number }>(PLACE, [jobId, unsaid.length]);
  if (job === undefined) throw new Error(`the job ${jobId} has no row to write a log for`);
  const before = job.last_line - unsaid.length;
  await tx.execute(INSERT, [jobId, before, toJsonText(unsaid)]);
  if (Math.floor(before / SWEEP) < Math.floor(job.last_line / SWEEP)) await tx.execute('delete from job_log where job_id = $1 and line <= $2', [jobId, job.last_line - MOST_LINES]);
};

interface CountedLine extends JobLine {
  readonly times: number;
}

/** One of each topic, and only of topics that have not been said; the others are counted. */
const withoutRepeated = async (tx: Tx, jobId: string, lines: readonly JobLine[]): Promise<readonly CountedLine[]> => {
  const counted = new Map<string, CountedLine>();
  for (const [index, line] of lines.entries()) {
    const key = line.topic ?? `#${String(index)}`;
    const before = counted.get(key);
    counted.set(key, before === undefined ? { ...line, times: 1 } : { ...before, times: before.times + 1 });
  }
  if (lines.some(({ topic }) => topic !== undefined)) await tx.query('select from fetch_jobs where job_id = $1 for update', [jobId]);
  for (const [key, { topic, times }] of counted) {
    if (topic !== undefined && (await tx.execute(REPEAT, [jobId, topic, times])) > 0) counted.delete(key);
  }
  return [...counted.values()];
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
