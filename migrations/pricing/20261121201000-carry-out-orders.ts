import { sqlMigration } from '../shared/sql-migration';

/** Tasks that somebody else has planned: each chunk has types and days of its own, and may be called off. */
const TASKS: readonly string[] = [
  `alter table fetch_tasks drop constraint fetch_tasks_origin_check`,
  `alter table fetch_tasks add constraint fetch_tasks_origin_check check (origin in ('request', 'schedule', 'first start', 'order'))`,
  `alter table fetch_tasks add column lane text not null default 'fresh' check (lane in ('fresh', 'bulk'))`,
];

const CHUNKS: readonly string[] = [
  `alter table fetch_chunks drop constraint fetch_chunks_status_check`,
  `alter table fetch_chunks add constraint fetch_chunks_status_check check (status in ('queued', 'running', 'completed', 'failed', 'cancelled'))`,
  `alter table fetch_chunks add column instance_types text[] not null default '{}'`,
  `alter table fetch_chunks add column start_at timestamptz`,
  `alter table fetch_chunks add column end_at timestamptz`,
  `alter table fetch_chunks add column restarts integer not null default 0`,
  `update fetch_chunks set instance_types = task.instance_types, start_at = task.start_at, end_at = task.end_at from fetch_tasks task where task.task_id = fetch_chunks.task_id`,
  `create index idx_fetch_chunks_under_way on fetch_chunks (region) where status in ('queued', 'running')`,
];

/** Orders that were called off before they came. */
const CANCELLED: readonly string[] = [`create table cancelled_orders (task_id uuid primary key, cancelled_at timestamptz not null default now())`];

export const carryOutOrders = sqlMigration('CarryOutOrders1795291800000', [...TASKS, ...CHUNKS, ...CANCELLED]);
