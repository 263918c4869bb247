import type { Sql } from '../../sql';

export interface NamedTypes {
  /** Whether a catalogue was fetched or imported: it names every type there is. */
  readonly hasCatalogue: boolean;
  /** Every type that any table has heard of. */
  readonly names: readonly string[];
}

export const namedTypes = async (sql: Sql): Promise<NamedTypes> => {
  const rows = await sql.query<{ name: string; listed: boolean }>(
    `select instance_type as name, bool_or(listed) as listed from (
       select instance_type, true as listed from instance_types
       union all (select distinct instance_type, false from spot_pools)
       union all (select distinct instance_type, false from on_demand_prices)) named
     group by 1`,
  );
  return { hasCatalogue: rows.some(({ listed }) => listed), names: rows.map(({ name }) => name) };
};
