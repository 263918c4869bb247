import type { Sql } from '../../sql';
import { EVERY_TYPE, OF_THE_WORLD_IN_FORCE } from './fetched-spans';
import type { RowSource } from './source-state';

/** What was noted of the spot prices of a region: when all types of it were fetched. */
export interface WholeSpans {
  readonly region: string;
  /** A file brought prices as well: it names its types, all of them or not. */
  readonly has_file: boolean;
  /** Times about which everything was said of every product, ascending; none where only some types, or some products, were fetched. */
  readonly from: readonly Date[];
  readonly until: readonly Date[];
}

export interface WholeAsk {
  /** Those that a fetch asks for. */
  readonly products: readonly string[];
  /** Who will be asked: what the emulator told is nothing to a real source. */
  readonly source: RowSource;
}

/** Of every region of which anything was noted. */
export const wholeSpans = (sql: Sql, { products, source }: WholeAsk): Promise<WholeSpans[]> =>
  sql.query<WholeSpans>(
    `with noted as (
       select fetched.* from spot_fetched fetched left join source_states state on state.region = fetched.region and state.data_type = 'spot_prices'
       where ${OF_THE_WORLD_IN_FORCE} and (fetched.source <> 'emulator' or $2 = 'emulator')),
     regions as (select region, bool_or(source = 'file') as has_file from noted group by 1),
     known as (select region, product_description as product, range_agg(during) as during from noted where instance_type = '${EVERY_TYPE}' group by 1, 2),
     whole as (
       select region, has_file, range_intersect_agg(coalesce(during, '{}')) as during
       from regions cross join unnest($1::text[]) as asked (product) left join known using (region, product) group by 1, 2)
     select region, has_file, array(select lower(span) from unnest(during) as span order by 1) as "from", array(select upper(span) from unnest(during) as span order by 1) as until
     from whole order by region`,
    [[...products], source],
  );
