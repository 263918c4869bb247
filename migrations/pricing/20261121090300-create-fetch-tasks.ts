import { sqlMigration } from '../shared/sql-migration';

const FETCH_TASKS: readonly string[] = [
  `create table fetch_tasks (
     task_id uuid primary key,
     data_type text not null,
     instance_types text[] not null,
     regions text[] not null,
     start_at timestamptz,
     end_at timestamptz,
     origin text not null check (origin in ('request', 'schedule', 'first start')),
     estimated_records bigint,
     created_at timestamptz not null default now()
   )`,
  `create index idx_fetch_tasks_created on fetch_tasks (created_at desc)`,
];

/** page_token: where the source is to be asked next. pages also fences: two workers on one chunk cannot both turn the same page. */
const FETCH_CHUNKS: readonly string[] = [
  `create table fetch_chunks (
     task_id uuid not null references fetch_tasks on delete cascade,
     chunk integer not null,
     region text not null,
     status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed')),
     stage text not null default '',
     page_token text,
     pages integer not null default 0,
     records_fetched bigint not null default 0,
     records_inserted bigint not null default 0,
     records_refused bigint not null default 0,
     refused jsonb,
     attempts integer not null default 0,
     started_at timestamptz,
     updated_at timestamptz not null default now(),
     completed_at timestamptz,
     error_message text,
     primary key (task_id, chunk)
   )`,
];

const PRICE_SNAPSHOTS: readonly string[] = [
  `create table price_snapshots (
     revision bigserial primary key,
     region text not null,
     snapshot_id text not null,
     as_of timestamptz not null,
     prices_as_of timestamptz,
     source text not null,
     types integer not null,
     pools integer not null,
     published_at timestamptz not null
   )`,
  `create index idx_price_snapshots_newest on price_snapshots (region, revision desc)`,
];

const IMPORTS: readonly string[] = [
  `create table imports (
     import_id uuid primary key,
     kind text not null,
     file_name text not null,
     source_date date,
     rows_read bigint not null,
     rows_accepted bigint not null,
     rows_inserted bigint not null,
     rows_refused bigint not null,
     refused jsonb not null,
     regions text[] not null,
     imported_at timestamptz not null default now()
   )`,
];

export const createFetchTasks = sqlMigration('CreateFetchTasks1795251780000', [...FETCH_TASKS, ...FETCH_CHUNKS, ...PRICE_SNAPSHOTS, ...IMPORTS]);
