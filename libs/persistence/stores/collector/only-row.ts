import type { Sql } from '../../sql';

/** The row of a query that always has one: of counts. */
export const onlyRow = async <Row>(sql: Sql, query: string): Promise<Row> => {
  const [row] = await sql.query<Row>(query);
  if (row === undefined) throw new Error('a query of counts gave no row');
  return row;
};
