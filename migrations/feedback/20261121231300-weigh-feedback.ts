import { sqlMigration } from '../shared/sql-migration';

/**
 * How much what was learned weighs, by instance-hours seen; its jump at 10,000 belongs to it. `libs/domain/learning/feedback-weight.ts` says the same,
 * not rounded. Nothing is a weight of nothing: without STRICT it would be the highest.
 */
export const weighFeedback = sqlMigration('WeighFeedback1795302780000', [
  `CREATE FUNCTION calculate_feedback_weight(
     p_total_instance_hours BIGINT,
     p_total_interruptions BIGINT
   ) RETURNS DECIMAL(5,4) AS $$
   DECLARE
     v_weight DECIMAL(5,4);
   BEGIN
     IF p_total_instance_hours < 10000 THEN
       v_weight := 0.0;
     ELSIF p_total_instance_hours < 50000 THEN
       v_weight := LEAST(0.10, (p_total_instance_hours::DECIMAL / 50000) * 0.10);
     ELSIF p_total_instance_hours < 200000 THEN
       v_weight := 0.10 + ((p_total_instance_hours - 50000)::DECIMAL / 150000) * 0.05;
     ELSIF p_total_instance_hours < 500000 THEN
       v_weight := 0.15 + ((p_total_instance_hours - 200000)::DECIMAL / 300000) * 0.10;
     ELSE
       v_weight := 0.25;
     END IF;
     RETURN v_weight;
   END;
   $$ LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE`,
]);
