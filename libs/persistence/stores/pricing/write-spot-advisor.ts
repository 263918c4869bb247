import type { AdvisorRow } from '@ml/domain/prices/rows';
import type { Tx } from '../../tx';
import { writeStaged, type Batch, type Staging, type Written } from './staged-rows';

const advisorStaging = (lastUpdated: Date, complete: boolean): Staging<AdvisorRow> => ({
  kind: 'spot_advisor',
  table: 'spot_advisor_data',
  columns: {
    instance_type: 'text',
    region: 'text',
    operating_system: 'text',
    interruption_rate: 'text',
    interruption_class: 'smallint',
    savings_over_od: 'integer',
    last_updated: 'timestamptz',
    raw_data: 'jsonb',
  },
  encode: (row) => [row.instance_type, row.region, row.operating_system, row.interruption_rate, row.class, row.savings_pct, lastUpdated, row.raw],
  purge: [`delete from spot_advisor_data where region = any($1) and source = 'emulator'`],
  merge: `
    insert into spot_advisor_data as advice (instance_type, region, operating_system, interruption_rate, interruption_class, savings_over_od, last_updated, raw_data, source)
    select distinct on (instance_type, region, operating_system)
      instance_type, region, operating_system, interruption_rate, interruption_class, savings_over_od, last_updated, raw_data, $1::text from staged
    order by instance_type, region, operating_system
    on conflict (instance_type, region, operating_system) do update
    set interruption_rate = excluded.interruption_rate, interruption_class = excluded.interruption_class, savings_over_od = excluded.savings_over_od,
      last_updated = excluded.last_updated, raw_data = excluded.raw_data, source = excluded.source
    where advice.last_updated <= excluded.last_updated and (advice.interruption_rate, advice.interruption_class, advice.savings_over_od, advice.raw_data)
      is distinct from (excluded.interruption_rate, excluded.interruption_class, excluded.savings_over_od, excluded.raw_data)`,
  after: complete ? [SAID_AGAIN, DROP_UNNAMED] : [SAID_AGAIN],
});

/** Advice that has not changed is as new as the file, without being counted. */
const SAID_AGAIN = `
  update spot_advisor_data advice set last_updated = staged.last_updated, source = $1::text from staged
  where advice.instance_type = staged.instance_type and advice.region = staged.region and advice.operating_system = staged.operating_system
    and advice.last_updated < staged.last_updated`;

/** A type that the newer file no longer names has no class any more. */
const DROP_UNNAMED = `
  delete from spot_advisor_data advice where region in (select distinct region from staged)
     and last_updated < (select min(last_updated) from staged) and $1::text is not null
     and not exists (select from staged where staged.instance_type = advice.instance_type and staged.region = advice.region
       and staged.operating_system = advice.operating_system)`;

export interface AdvisorBatch extends Batch<AdvisorRow> {
  readonly lastUpdated: Date;
  /** Whether the batch names every type of its regions: then each region is replaced, unless what is there is newer. */
  readonly complete: boolean;
}

export const writeSpotAdvisor = (tx: Tx, batch: AdvisorBatch): Promise<Written> => writeStaged(tx, advisorStaging(batch.lastUpdated, batch.complete), batch);
