import { sqlMigration } from '../shared/sql-migration';

/** Nodes of a pool that go within three minutes go together. Events are counted from the latest report backwards, so a look into the index finds each. */
const COUNT_EVENTS = `CREATE FUNCTION count_interruption_events(p_instance_type text, p_availability_zone text, p_region text, p_since timestamptz, p_customer_id text DEFAULT NULL)
  RETURNS integer LANGUAGE plpgsql STABLE AS $$
  DECLARE
    anchor timestamptz := 'infinity';
    events integer := 0;
  BEGIN
    LOOP
      SELECT interruption_timestamp INTO anchor FROM interruption_feedback
      WHERE instance_type = p_instance_type AND availability_zone = p_availability_zone AND region = p_region AND source = 'report'
        AND interruption_timestamp > p_since AND interruption_timestamp < anchor - interval '3 minutes' AND (p_customer_id IS NULL OR customer_id = p_customer_id)
      ORDER BY interruption_timestamp DESC LIMIT 1;
      EXIT WHEN NOT FOUND;
      events := events + 1;
    END LOOP;
    RETURN events;
  END $$`;

export const askPools = sqlMigration('AskPools1795302660000', [COUNT_EVENTS]);
