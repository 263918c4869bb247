interface MonthlyLog {
  readonly table: string;
  /** Its primary key, a UUIDv7. */
  readonly id: string;
  /** Name of the function that makes partitions ahead. */
  readonly ensure: string;
}

/**
 * A log that is partitioned by month on its own key: ids are UUIDv7, whose first 48 bits are the time, so one range of ids is one month,
 * the primary key stays the id alone and retention drops whole partitions.
 */
export const monthlyById = ({ table, id, ensure }: MonthlyLog): readonly string[] => [
  `CREATE FUNCTION first_id_of(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
     SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
   $$`,
  // Attached rather than created in place: rows that waited in the rest partition move along.
  `CREATE FUNCTION ${ensure}(months_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
   DECLARE
     month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
     name text;
     lower_id uuid;
     upper_id uuid;
   BEGIN
     PERFORM pg_advisory_xact_lock(hashtext('${ensure}'));
     FOR step IN 0..months_ahead LOOP
       name := '${table}_' || to_char(month, 'YYYY_MM');
       lower_id := first_id_of(month AT TIME ZONE 'UTC');
       month := month + interval '1 month';
       upper_id := first_id_of(month AT TIME ZONE 'UTC');
       CONTINUE WHEN to_regclass(name) IS NOT NULL;
       EXECUTE format('CREATE TABLE %I (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
       EXECUTE format('WITH moved AS (DELETE FROM ${table}_rest WHERE ${id} >= %L AND ${id} < %L RETURNING *)
                       INSERT INTO %I SELECT * FROM moved', lower_id, upper_id, name);
       EXECUTE format('ALTER TABLE ${table} ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, lower_id, upper_id);
     END LOOP;
   END $$`,
  `SELECT ${ensure}(2)`,
];
