import { instanceTypeOf, zoneOf } from './fields';
import { isObject } from './is-object';
import { parsed, RowFault, type Parsed } from './refusal';
import type { OfferingRow } from './rows';

/** One entry of `DescribeInstanceTypeOfferings` with `LocationType=availability-zone` (or `availability-zone-id`). */
export const parseOffering = (entry: unknown, line: number): Parsed<OfferingRow> =>
  parsed(line, () => {
    if (!isObject(entry)) throw new RowFault('BAD_SHAPE', 'the offering is not an object');
    const { zone, region } = zoneOf(entry['Location']);
    return { instance_type: instanceTypeOf(entry['InstanceType']), availability_zone: zone, region };
  });
