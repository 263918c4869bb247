import { MIB } from '@ml/units/size';
import { valueAt, type FileRecord } from './columns';
import { flagOf, instanceTypeOf, optionalWholeNumberOf, regionOf, textOf, wholeNumberOf, zoneOf } from './fields';
import { architecturesOf, GPUS, MAX_PODS, MEMORY_MIB, STORAGE_GB, VCPU } from './instance-type-entry';
import { dayTextOf } from './instant';
import { priceTextOf } from './price-text';
import { operatingSystemOf } from './products';
import { parsed, type Parsed } from './refusal';
import type { OfferingRow, OnDemandRow, SpotRow, TypeRow } from './rows';
import { parseSpotEntry, type RowContext } from './spot-history';

export const parseSpotRecord = (record: FileRecord, context: RowContext): Parsed<SpotRow> =>
  parseSpotEntry(
    {
      InstanceType: valueAt(record, 'instance_type'),
      AvailabilityZone: valueAt(record, 'zone'),
      ProductDescription: valueAt(record, 'product') ?? 'Linux/UNIX',
      SpotPrice: valueAt(record, 'spot_price'),
      Timestamp: valueAt(record, 'timestamp'),
    },
    context,
  );

/** `sourceDate` (`YYYY-MM-DD`) dates the rows of a file that says nothing about when its prices came into force. */
export const parseOnDemandRecord = (record: FileRecord, { line, sourceDate }: { readonly line: number; readonly sourceDate: string }): Parsed<OnDemandRow> =>
  parsed(line, () => ({
    instance_type: instanceTypeOf(valueAt(record, 'instance_type')),
    region: regionOf(valueAt(record, 'region')),
    operating_system: operatingSystemOf(valueAt(record, 'operating_system') ?? 'Linux'),
    price: priceTextOf(valueAt(record, 'on_demand_price'), 'on-demand price'),
    effective_date: dayTextOf(valueAt(record, 'effective_date') ?? sourceDate, 'effective date'),
  }));

export const parseTypeRecord = (record: FileRecord, line: number): Parsed<TypeRow> =>
  parsed(line, () => ({
    instance_type: instanceTypeOf(valueAt(record, 'instance_type')),
    vcpu: wholeNumberOf(valueAt(record, 'vcpu'), VCPU),
    memory_bytes: wholeNumberOf(valueAt(record, 'memory_mib'), MEMORY_MIB) * MIB,
    architectures: architecturesOf(textOf(valueAt(record, 'architecture'), 'architecture').split(/[|;,\s]+/)),
    gpus: optionalWholeNumberOf(valueAt(record, 'gpus'), GPUS) ?? 0,
    local_storage_gb: optionalWholeNumberOf(valueAt(record, 'local_storage_gb'), STORAGE_GB) ?? 0,
    max_pods: optionalWholeNumberOf(valueAt(record, 'max_pods'), MAX_PODS),
    current_generation: flagOf(valueAt(record, 'current_generation') ?? 'true', 'current generation'),
    bare_metal: flagOf(valueAt(record, 'bare_metal') ?? 'false', 'bare metal'),
    burstable: flagOf(valueAt(record, 'burstable') ?? 'false', 'burstable'),
  }));

/** A catalogue's price column carries its region and month in its name, as `ondemand_us_east_1_usd_hr_2026_07`. */
export interface PriceColumn {
  readonly column: string;
  readonly region: string;
  readonly effective_date: string;
}

const PRICE_COLUMN = /^ondemand_([a-z]+(?:_[a-z]+)+_\d+)_usd_hr_(\d{4})_(\d{2})$/;

export const priceColumnOf = (header: readonly string[]): PriceColumn | null => {
  for (const name of header) {
    const match = PRICE_COLUMN.exec(name.trim());
    if (!match) continue;
    const column = name.trim().replace(/_/g, '');
    return { column, region: (match[1] ?? '').replace(/_/g, '-'), effective_date: `${match[2] ?? ''}-${match[3] ?? ''}-01` };
  }
  return null;
};

export const parseCataloguePrice = (record: FileRecord, { line, price }: { readonly line: number; readonly price: PriceColumn }): Parsed<OnDemandRow> =>
  parsed(line, () => ({
    instance_type: instanceTypeOf(valueAt(record, 'instance_type')),
    region: regionOf(price.region),
    operating_system: 'Linux',
    price: priceTextOf(record[price.column], 'on-demand price'),
    effective_date: price.effective_date,
  }));

export const parseOfferingRecord = (record: FileRecord, line: number): Parsed<OfferingRow> =>
  parsed(line, () => {
    const { zone, region } = zoneOf(valueAt(record, 'zone'));
    return { instance_type: instanceTypeOf(valueAt(record, 'instance_type')), availability_zone: zone, region };
  });
