import type { Fault } from '@ml/contracts/app-error';
import type { InstanceHoursDto } from '@ml/contracts/dto/instance-hours-dto';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { placeFaults } from './place-faults';

/** Hours can be corrected for so long. */
const MAX_AGE_DAYS = 7;

/** What the form of single fields cannot tell. */
export const hoursFaults = ({ hour, pools }: Pick<InstanceHoursDto, 'hour' | 'pools'>, now: Date): readonly Fault[] => [
  ...hourFaults(Date.parse(hour), now.getTime()),
  ...pools.flatMap((pool, index) => placeFaults(pool, `pools[${index}].`)),
  ...repeatedFaults(pools),
];

const hourFaults = (at: number, now: number): readonly Fault[] => {
  const fault = (message: string): readonly Fault[] => [{ code: 'BAD_TIME', path: 'hour', message }];
  if (at % HOUR_MS !== 0) return fault('is not the beginning of an hour (UTC)');
  if (at > now) return fault('has not begun yet; check the clock and the offset of time');
  if (at < now - MAX_AGE_DAYS * DAY_MS) return fault(`began more than ${MAX_AGE_DAYS} days ago: so old an hour is not counted`);
  return [];
};

const repeatedFaults = (pools: InstanceHoursDto['pools']): readonly Fault[] => {
  const first = new Map<string, number>();
  return pools.flatMap(({ instance_type, availability_zone }, index): readonly Fault[] => {
    const pool = `${instance_type}/${availability_zone}`;
    const before = first.get(pool);
    if (before !== undefined) return [{ code: 'BAD_FIELD', path: `pools[${index}]`, message: `${pool} stands already at pools[${before}]: say each pool once` }];
    first.set(pool, index);
    return [];
  });
};
