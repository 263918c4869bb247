import { describe, expect, it } from 'vitest';
import type { InstanceHoursDto } from '@ml/contracts/dto/instance-hours-dto';
import { hoursFaults } from './hours-faults';

const NOW = new Date('2026-11-21T10:20:00Z');
const pool = (over: Partial<InstanceHoursDto['pools'][number]> = {}): InstanceHoursDto['pools'][number] => ({ instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1', instance_hours: 3, ...over });
const faultsOf = (hour: string, pools: InstanceHoursDto['pools'] = []): readonly string[] => hoursFaults({ hour, pools }, NOW).map(({ code, path }) => `${code} ${path}`);

describe('reported hours', () => {
  it.each([
    ['2026-11-21T10:00:00Z', []],
    ['2026-11-21T12:00:00+02:00', []],
    ['2026-11-14T11:00:00Z', []],
    ['2026-11-14T10:00:00Z', ['BAD_TIME hour']],
    ['2026-11-21T11:00:00Z', ['BAD_TIME hour']],
    ['2026-11-21T09:30:00Z', ['BAD_TIME hour']],
    ['2026-11-21T09:00:00+05:30', ['BAD_TIME hour']],
  ])('of %s are refused with %j', (hour, faults) => {
    expect(faultsOf(hour)).toEqual(faults);
  });

  it('name every pool that is none, and every one that is given twice', () => {
    const pools = [pool(), pool({ availability_zone: 'eu-west-1a' }), pool({ instance_type: 'c5.large', region: 'us-east-9' }), pool({ availability_zone: 'use1-az4' }), pool()];
    expect(faultsOf('2026-11-21T10:00:00Z', pools)).toEqual(['BAD_FIELD pools[1].availability_zone', 'UNKNOWN_REGION pools[2].region', 'BAD_FIELD pools[4]']);
  });
});
