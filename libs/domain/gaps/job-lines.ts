import type { ChunkStatus } from '@ml/contracts/fetch-orders';
import type { JobLogLine } from '@ml/contracts/jobs';
import type { FetchDataType } from '@ml/contracts/pricing';

/** A line of a job's log, before it has a place in it. */
export interface JobLine {
  readonly level: JobLogLine['level'];
  readonly text: string;
  /** Of several lines with one topic the first is kept, and counts the others. */
  readonly topic?: string;
}

/** What a message has changed of a chunk. */
export interface ChunkChange {
  readonly data_type: FetchDataType;
  readonly region: string;
  /** Empty: all types. */
  readonly instance_types: readonly string[];
  readonly start_at: Date | null;
  readonly end_at: Date | null;
  readonly status: ChunkStatus;
  readonly fetched: number;
  readonly inserted: number;
  readonly refused: number;
  readonly refused_by: Readonly<Record<string, number>>;
  /** How often a list was begun anew. */
  readonly restarts: number;
  readonly error_message: string | null;
}

const NAMED_TYPES = 2;
const LONGEST_REASON = 500;

/** As in `us-east-1 spot_prices, m5.large, m5.xlarge and 48 more, 2026-11-01 to 2026-11-07`. */
export const chunkName = ({ data_type, region, instance_types, start_at, end_at }: ChunkChange): string =>
  [`${region === '*' ? 'all regions' : region} ${data_type}`, typesText(instance_types), daysText(start_at, end_at)].filter((part) => part !== null).join(', ');

const typesText = (types: readonly string[]): string => {
  if (types.length === 0) return 'all types';
  const more = types.length - NAMED_TYPES;
  const named = types.slice(0, NAMED_TYPES).join(', ');
  return more > 0 ? `${named} and ${String(more)} more` : named;
};

const daysText = (start: Date | null, end: Date | null): string | null => {
  if (start === null || end === null) return null;
  const first = dayOf(start.getTime());
  // The end is exclusive: midnight belongs to the day before.
  const last = dayOf(Math.max(start.getTime(), end.getTime() - 1));
  return first === last ? first : `${first} to ${last}`;
};

const dayOf = (millis: number): string => new Date(millis).toISOString().slice(0, 10);

const rowsText = ({ fetched, inserted, refused }: Pick<ChunkChange, 'fetched' | 'inserted' | 'refused'>): string => {
  const known = Math.max(0, fetched - inserted - refused);
  return `${String(fetched)} rows, ${String(inserted)} new, ${String(known)} known${refused > 0 ? `, ${String(refused)} refused` : ''}`;
};

const endLine = (change: ChunkChange): JobLine | undefined => {
  const name = chunkName(change);
  switch (change.status) {
    case 'completed':
      return { level: 'info', text: `${name}: ${rowsText(change)}${change.restarts > 0 ? '; the source forgot the place, its list was read anew' : ''}` };
    case 'failed': {
      const reason = (change.error_message ?? 'no reason was given').slice(0, LONGEST_REASON);
      return { level: 'error', text: `${name} failed: ${reason}`, topic: `failed:${reason}` };
    }
    case 'cancelled':
      return { level: 'info', text: `cancelled, first ${name}`, topic: 'cancelled' };
    case 'queued':
    case 'running':
      return undefined;
  }
};

/** What people read of a change; `refusedBefore` are the job's refusals so far, each code is said once. */
export const linesOf = (change: ChunkChange, refusedBefore: Readonly<Record<string, number>>): readonly JobLine[] => {
  const refusals = Object.entries(change.refused_by)
    .filter(([code, count]) => count > 0 && refusedBefore[code] === undefined)
    .map(([code, count]): JobLine => ({ level: 'warn', text: `${chunkName(change)}: rows refused as ${code}, ${String(count)} so far; the counts go on in the status` }));
  const ended = endLine(change);
  return ended === undefined ? refusals : [...refusals, ended];
};

/** Said when the last chunk has ended. */
export const endOfFetching = (total: Pick<ChunkChange, 'fetched' | 'inserted' | 'refused'> & { readonly chunks: number; readonly failed: number; readonly cancelled: number }): JobLine => {
  const others = [total.failed > 0 ? `${String(total.failed)} failed` : null, total.cancelled > 0 ? `${String(total.cancelled)} were cancelled` : null].filter((part) => part !== null);
  const chunks = others.length === 0 ? `all ${String(total.chunks)} chunks` : `${String(total.chunks)} chunks, of which ${others.join(' and ')}`;
  return { level: total.failed > 0 ? 'warn' : 'info', text: `fetching has ended: ${chunks}; ${rowsText(total)}` };
};
