import type { Tx } from '../../tx';

/** Interruptions of one cluster, pool and hour of which only the number is known. */
export interface CountedInterruption {
  readonly customer_id: string;
  readonly cluster_id: string;
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly region: string;
  /** Milliseconds. */
  readonly hour: number;
  readonly nodes: number;
  /** Of the account that says so. */
  readonly mark: string;
  /** Milliseconds. */
  readonly observed_at: number;
}

type CustomerPool = Pick<CountedInterruption, 'customer_id' | 'instance_type' | 'availability_zone' | 'region'>;
type CountRef = Pick<CountedInterruption, 'customer_id' | 'cluster_id' | 'hour'> & { readonly pool: string };

const MIDDLE_MS = 1_800_000;

/** Of a customer: one row for each cluster, pool and hour. */
const keyOf = ({ cluster_id, hour, pool }: CountRef): string => `h:${cluster_id}/${pool}/${new Date(hour).toISOString()}`;

const DROP = {
  name: 'counted-drop',
  text: `DELETE FROM interruption_feedback AS kept USING unnest($1::text[], $2::text[]) AS gone (customer_id, dedupe_key)
    WHERE kept.customer_id = gone.customer_id AND kept.dedupe_key = gone.dedupe_key AND kept.source = 'hours'
    RETURNING kept.customer_id, kept.instance_type, kept.availability_zone, kept.region`,
};

const WRITE = {
  name: 'counted-write',
  text: `INSERT INTO interruption_feedback AS kept (interruption_id, customer_id, cluster_id, instance_type, availability_zone, region, day_of_week, hour_of_day,
      interruption_timestamp, nodes, source, dedupe_key, body_hash, received_at)
    SELECT md5(customer_id || '|' || dedupe_key)::uuid, customer_id, cluster_id, instance_type, availability_zone, region,
      extract(isodow FROM at AT TIME ZONE 'UTC') - 1, extract(hour FROM at AT TIME ZONE 'UTC'), at, nodes, 'hours', dedupe_key, mark, received_at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::integer[], $8::text[], $9::text[], $10::timestamptz[])
      AS given (customer_id, cluster_id, instance_type, availability_zone, region, at, nodes, dedupe_key, mark, received_at)
    ON CONFLICT (customer_id, dedupe_key) DO UPDATE SET nodes = excluded.nodes, body_hash = excluded.body_hash, received_at = excluded.received_at`,
};

/** Hours that may have had counts and have none now: those that had some. */
export const dropCounted = (tx: Tx, gone: readonly CountRef[]): Promise<readonly CustomerPool[]> =>
  gone.length === 0 ? Promise.resolve([]) : tx.query<CustomerPool>(DROP, [gone.map(({ customer_id }) => customer_id), gone.map(keyOf)]);

/** What an hour said before is replaced. They stand in the middle of their hour: nobody knows better. */
export const writeCounted = async (tx: Tx, counted: readonly CountedInterruption[]): Promise<void> => {
  if (counted.length === 0) return;
  const column = <Value>(of: (row: CountedInterruption) => Value): readonly Value[] => counted.map(of);
  await tx.execute(WRITE, [
    column(({ customer_id }) => customer_id),
    column(({ cluster_id }) => cluster_id),
    column(({ instance_type }) => instance_type),
    column(({ availability_zone }) => availability_zone),
    column(({ region }) => region),
    column(({ hour }) => new Date(hour + MIDDLE_MS).toISOString()),
    column(({ nodes }) => nodes),
    column((row) => keyOf({ ...row, pool: `${row.instance_type}/${row.availability_zone}` })),
    column(({ mark }) => mark),
    column(({ observed_at }) => new Date(observed_at).toISOString()),
  ]);
};
