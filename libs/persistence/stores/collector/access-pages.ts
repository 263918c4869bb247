import type { Sql } from '../../sql';
import { onlyMine } from './only-mine';
import type { UserScope } from './user-scope';

/** Where a page ended: the table, which of its parts (a scan, an account, a hash of the user), and the last row of it. */
export interface AccessCursor {
  readonly section: number;
  readonly part: number;
  readonly after: readonly [string, string] | null;
}

export interface AccessRows {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** null: that was all. */
  readonly next: AccessCursor | null;
}

type Column = readonly [name: string, type: 'text' | 'uuid'];

interface Section {
  readonly table: string;
  /** Rows are read one part at a time, so that each page is a walk along an index. */
  readonly parts: (scope: UserScope) => readonly string[];
  /** Which rows are of a part: it is $3. */
  readonly of: string;
  /** Two columns that order the rows of a part. */
  readonly order: readonly [Column, Column];
  /** Of shared accounts: what is the user's. $1 hashes of the user, $2 scans. */
  readonly mine?: string;
  /** Left out: bytes that repeat what is in other rows. */
  readonly without?: readonly string[];
}

const users = ({ users: hashes }: UserScope): readonly string[] => hashes;
const sole = ({ sole: accounts }: UserScope): readonly string[] => accounts;
const accounts = (scope: UserScope): readonly string[] => [...scope.sole, ...scope.shared];
const ID = ['id', 'uuid'] as const;
const NOTHING = ['account_hash', 'text'] as const;

const EXPORT_INNARDS = ['attempts', 'files', 'quality', 'manifest_blob', 'heartbeat_at', 'error', 'withdrawn', 'run_id', 'generation'];

const SECTIONS: readonly Section[] = [
  { table: 'user_preferences', parts: users, of: 'user_hash = $3', order: [['user_hash', 'text'], ID] },
  { table: 'collection_subjects', parts: users, of: 'user_hash = $3', order: [['account_hash', 'text'], ['user_hash', 'text']] },
  { table: 'collection_scans', parts: users, of: 'user_hash = $3', order: [['scan_hash', 'text'], NOTHING], without: ['content_hash', 'upload_id'] },
  { table: 'scan_uploads', parts: users, of: 'user_hash = $3', order: [['scan_hash', 'text'], ['upload_id', 'uuid']] },
  { table: 'collected_events', parts: users, of: 'user_hash = $3', order: [['event_hash', 'text'], NOTHING], without: ['body_hash'] },
  { table: 'waiting_actions', parts: users, of: 'user_hash = $3', order: [['account_hash', 'text'], ['resource_hash', 'text']] },
  { table: 'user_action_patterns', parts: accounts, of: 'account_hash = $3', order: [['resource_hash', 'text'], ID], mine: 'user_hash = ANY($1::text[])' },
  { table: 'ml_training_data', parts: ({ scans }) => scans, of: 'scan_id = $3', order: [['resource_hash', 'text'], ['detection_scenario', 'text']] },
  { table: 'resource_lifecycle_events', parts: accounts, of: 'account_hash = $3', order: [['resource_hash', 'text'], ID], mine: `(scan_id = ANY($2::text[]) OR (event_type = 'deleted' AND (account_hash, resource_hash) IN (SELECT account_hash, resource_hash FROM user_action_patterns WHERE user_hash = ANY($1::text[]))))` },
  { table: 'cloudwatch_metrics_history', parts: accounts, of: 'account_hash = $3', order: [['resource_hash', 'text'], ID], mine: `(scan_id = ANY($2::text[]) OR ${onlyMine('kept', '$2')})` },
  // Nobody knows their account yet, but that the user sent them, or did something with their resource.
  { table: 'cloudwatch_metrics_history', parts: users, of: 'account_hash IS NULL AND (user_hash = $3 OR resource_hash IN (SELECT resource_hash FROM waiting_actions WHERE user_hash = $3))', order: [['resource_hash', 'text'], ID] },
  { table: 'cost_trend_data', parts: sole, of: 'account_hash = $3', order: [['month', 'text'], ID] },
  { table: 'account_actuals', parts: sole, of: 'account_hash = $3', order: [['month', 'text'], NOTHING] },
  { table: 'resource_actuals', parts: accounts, of: 'account_hash = $3', order: [['resource_hash', 'text'], NOTHING], mine: onlyMine('kept', '$2') },
  // Exports that were made since the user was first seen: files that hold rows of many users. Which, and not their rows once more.
  { table: 'dataset_exports', parts: ({ firstSeenAt }) => (firstSeenAt === null ? [] : [firstSeenAt.toISOString()]), of: 'greatest(created_at, completed_at) >= $3::timestamptz', order: [['export_id', 'uuid'], ['output_format', 'text']], without: EXPORT_INNARDS },
];

const LEAST = { text: '', uuid: '00000000-0000-0000-0000-000000000000' } as const;
/** A page fits into one message also when it does not shrink. */
const PAGE_BYTES = 512 * 1024;
const PAGE_ROWS = 1_000;
/** A year of hours makes one row fifty kilobytes long. */
const LONG_ROWS: Readonly<Record<string, number>> = { cloudwatch_metrics_history: 200 };

/** What is shown, by table: the columns that are left out. */
export const ACCESS_TABLES: ReadonlyMap<string, readonly string[]> = new Map(SECTIONS.map(({ table, without = [] }) => [table, without]));

/** The next rows of what is kept of a user; parts without any are passed over. */
export const readAccessPage = async (sql: Sql, scope: UserScope, from: AccessCursor): Promise<AccessRows> => {
  let at: AccessCursor | null = from;
  while (at !== null) {
    const section: Section | undefined = SECTIONS[at.section];
    if (section === undefined) break;
    const part: string | undefined = section.parts(scope)[at.part];
    const rows: readonly Row[] = part === undefined ? [] : await readPart(sql, { section, part, scope, after: at.after });
    const page = fitting(rows);
    const next = follow({ at, section, scope, page, read: rows.length });
    if (page.length > 0) return { table: section.table, rows: page.map(({ body }) => body), next };
    at = next;
  }
  return { table: SECTIONS.at(-1)?.table ?? '', rows: [], next: null };
};

interface Row {
  readonly body: Readonly<Record<string, unknown>>;
  readonly first: string;
  readonly second: string;
}

const limitOf = ({ table }: Section): number => LONG_ROWS[table] ?? PAGE_ROWS;

const readPart = (sql: Sql, { section, part, scope, after }: { readonly section: Section; readonly part: string; readonly scope: UserScope; readonly after: AccessCursor['after'] }): Promise<readonly Row[]> => {
  const { table, of, order, mine = 'true', without = [] } = section;
  const [[first, firstType], [second, secondType]] = order;
  const whole = scope.shared.includes(part) ? mine : 'true';
  return sql.query<Row>(
    `WITH given AS (SELECT $1::text[], $2::text[])
     SELECT to_jsonb(kept) - $7::text[] AS body, ${first}::text AS first, ${second}::text AS second FROM ${table} AS kept
     WHERE ${of} AND ${whole} AND (${first}, ${second}) > ($4::${firstType}, $5::${secondType}) ORDER BY ${first}, ${second} LIMIT $6`,
    [scope.users, scope.scans, part, ...(after ?? [LEAST[firstType], LEAST[secondType]]), limitOf(section), without],
  );
};

/** At least one, however long it is. */
const fitting = (rows: readonly Row[]): readonly Row[] => {
  let bytes = 0;
  const cut = rows.findIndex(({ body }, index) => (bytes += JSON.stringify(body).length) > PAGE_BYTES && index > 0);
  return cut === -1 ? rows : rows.slice(0, cut);
};

const follow = ({ at, section, scope, page, read }: { readonly at: AccessCursor; readonly section: Section; readonly scope: UserScope; readonly page: readonly Row[]; readonly read: number }): AccessCursor | null => {
  const last = page.at(-1);
  if (last !== undefined && (page.length < read || read === limitOf(section))) return { ...at, after: [last.first, last.second] };
  if (at.part + 1 < section.parts(scope).length) return { section: at.section, part: at.part + 1, after: null };
  return at.section + 1 < SECTIONS.length ? { section: at.section + 1, part: 0, after: null } : null;
};
