import type { ExposureDelta } from '@ml/domain/learning/exposure/exposure-deltas';
import type { Tx } from '../../tx';

/** A delta, its pool in parts. */
export interface PoolDelta extends Omit<ExposureDelta, 'pool'> {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly region: string;
}

const ADD = {
  name: 'exposure-add',
  text: `INSERT INTO pool_exposure AS kept (instance_type, availability_zone, customer_id, region, instance_hours, observed_hours, effective)
    SELECT instance_type, availability_zone, customer_id, region, units::numeric / 10000, hours, effective
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::integer[], $7::float8[])
      AS given (instance_type, availability_zone, customer_id, region, units, hours, effective)
    ON CONFLICT (instance_type, availability_zone, customer_id) DO UPDATE SET
      instance_hours = kept.instance_hours + excluded.instance_hours, observed_hours = kept.observed_hours + excluded.observed_hours, effective = kept.effective + excluded.effective`,
};

const DROP = {
  name: 'exposure-drop',
  text: `DELETE FROM pool_exposure AS kept USING unnest($1::text[], $2::text[], $3::text[]) AS given (instance_type, availability_zone, customer_id)
    WHERE kept.instance_type = given.instance_type AND kept.availability_zone = given.availability_zone AND kept.customer_id = given.customer_id AND kept.observed_hours = 0`,
};

/** Adds to the sums of customers who are locked. Sums of which nothing is left are gone. */
export const addExposure = async (tx: Tx, deltas: readonly PoolDelta[]): Promise<void> => {
  if (deltas.length === 0) return;
  const column = <Value>(of: (delta: PoolDelta) => Value, from = deltas): readonly Value[] => from.map(of);
  await tx.execute(ADD, [
    column(({ instance_type }) => instance_type),
    column(({ availability_zone }) => availability_zone),
    column(({ customer_id }) => customer_id),
    column(({ region }) => region),
    column(({ units }) => units),
    column(({ hours }) => hours),
    column(({ effective }) => effective),
  ]);
  const fewer = deltas.filter(({ hours }) => hours < 0);
  if (fewer.length === 0) return;
  await tx.execute(DROP, [column(({ instance_type }) => instance_type, fewer), column(({ availability_zone }) => availability_zone, fewer), column(({ customer_id }) => customer_id, fewer)]);
};
