import type { OfferingRow, TypeRow } from '@ml/domain/prices/rows';
import type { Tx } from '../../tx';
import { EVERY_REGION } from './source-state';
import { writeStaged, type Batch, type Staging, type Written } from './staged-rows';

interface Dated {
  readonly lastUpdated: Date;
}

const FACTS = ['vcpu', 'memory_bytes', 'architectures', 'gpus', 'local_storage_gb', 'max_pods', 'current_generation', 'bare_metal', 'burstable'];
const factsOf = (row: string): string => FACTS.map((name) => `${row}.${name}`).join(', ');

const typeStaging = (lastUpdated: Date): Staging<TypeRow> => ({
  kind: 'catalogue',
  table: 'instance_types',
  columns: {
    region: 'text',
    instance_type: 'text',
    vcpu: 'integer',
    memory_bytes: 'bigint',
    architectures: 'text[]',
    gpus: 'integer',
    local_storage_gb: 'integer',
    max_pods: 'integer',
    current_generation: 'boolean',
    bare_metal: 'boolean',
    burstable: 'boolean',
    last_updated: 'timestamptz',
  },
  encode: (row) => [
    EVERY_REGION,
    row.instance_type,
    row.vcpu,
    row.memory_bytes,
    `{${row.architectures.join(',')}}`,
    row.gpus,
    row.local_storage_gb,
    row.max_pods,
    row.current_generation,
    row.bare_metal,
    row.burstable,
    lastUpdated,
  ],
  purge: [`delete from instance_types where $1::text[] is not null and source = 'emulator'`],
  merge: `
    insert into instance_types as known (instance_type, vcpu, memory_bytes, architectures, gpus, local_storage_gb, max_pods, current_generation, bare_metal, burstable, last_updated, source)
    select distinct on (instance_type) instance_type, vcpu, memory_bytes, architectures, gpus, local_storage_gb, max_pods, current_generation, bare_metal, burstable, last_updated, $1::text
    from staged order by instance_type
    on conflict (instance_type) do update
    set vcpu = excluded.vcpu, memory_bytes = excluded.memory_bytes, architectures = excluded.architectures, gpus = excluded.gpus,
      local_storage_gb = excluded.local_storage_gb, max_pods = excluded.max_pods, current_generation = excluded.current_generation,
      bare_metal = excluded.bare_metal, burstable = excluded.burstable, last_updated = excluded.last_updated, source = excluded.source
    where known.last_updated <= excluded.last_updated and (${factsOf('known')}) is distinct from (${factsOf('excluded')})`,
  after: [
    `update instance_types known set last_updated = staged.last_updated, source = $1::text from staged
     where known.instance_type = staged.instance_type and known.last_updated < staged.last_updated`,
  ],
});

const offeringStaging = (lastUpdated: Date): Staging<OfferingRow> => ({
  kind: 'offerings',
  table: 'instance_offerings',
  columns: { instance_type: 'text', availability_zone: 'text', region: 'text', last_updated: 'timestamptz' },
  encode: (row) => [row.instance_type, row.availability_zone, row.region, lastUpdated],
  purge: [`delete from instance_offerings where region = any($1) and source = 'emulator'`],
  merge: `
    insert into instance_offerings (instance_type, availability_zone, region, last_updated, source)
    select distinct on (instance_type, availability_zone) instance_type, availability_zone, region, last_updated, $1::text from staged
    order by instance_type, availability_zone
    on conflict do nothing`,
  after: [
    `update instance_offerings known set last_updated = staged.last_updated, source = $1::text from staged
     where known.instance_type = staged.instance_type and known.availability_zone = staged.availability_zone and known.last_updated < staged.last_updated`,
  ],
});

export const writeInstanceTypes = (tx: Tx, batch: Batch<TypeRow> & Dated): Promise<Written> => writeStaged(tx, typeStaging(batch.lastUpdated), batch);

export const writeOfferings = (tx: Tx, batch: Batch<OfferingRow> & Dated): Promise<Written> => writeStaged(tx, offeringStaging(batch.lastUpdated), batch);

/** Offerings of a region that a complete, newer list no longer names; all stay when the newer list named none, or none that was let in. */
export const dropOlderOfferings = (tx: Tx, region: string, than: Date): Promise<number> =>
  tx.execute(
    `delete from instance_offerings where region = $1 and last_updated < $2
       and exists (select from instance_offerings newer where newer.region = $1 and newer.last_updated >= $2)`,
    [region, than],
  );
