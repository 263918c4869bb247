import type { Params } from './tx';

/** What a reader needs: a database, or a transaction on it. */
export interface Sql {
  query<Row>(text: string, params?: Params): Promise<Row[]>;
  execute(text: string, params?: Params): Promise<number>;
}
