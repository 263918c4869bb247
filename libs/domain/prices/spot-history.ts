import { instanceTypeOf, zoneOf } from './fields';
import { reportedAtMs } from './instant';
import { priceTextOf } from './price-text';
import { productOf } from './products';
import { parsed, type Parsed } from './refusal';
import type { SpotRow } from './rows';

/** One entry of `DescribeSpotPriceHistory`; newer APIs may leave the zone's name out and give its id. */
export interface SpotHistoryEntry {
  readonly InstanceType?: unknown;
  readonly AvailabilityZone?: unknown;
  readonly AvailabilityZoneId?: unknown;
  readonly ProductDescription?: unknown;
  readonly SpotPrice?: unknown;
  readonly Timestamp?: unknown;
}

/** Where a row stands, and the clock of the reader: prices of the future are refused. */
export interface RowContext {
  readonly line: number;
  readonly now: number;
  /** Milliseconds by which a row may be later; a day unless given. */
  readonly ahead?: number;
}

export const parseSpotEntry = (entry: SpotHistoryEntry, { line, now, ahead }: RowContext): Parsed<SpotRow> =>
  parsed(line, () => {
    const { zone, region } = zoneOf(entry.AvailabilityZone ?? entry.AvailabilityZoneId);
    return {
      instance_type: instanceTypeOf(entry.InstanceType),
      availability_zone: zone,
      region,
      product: productOf(entry.ProductDescription),
      price: priceTextOf(entry.SpotPrice, 'spot price'),
      at: reportedAtMs(entry.Timestamp, now, ahead),
    };
  });
