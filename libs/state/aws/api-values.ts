import { epochMs, type EpochMs } from '@ml/units/brand';
import { SECOND_MS } from '@ml/units/time';
import { fault, isRecord, shown, type Read } from '../read';
import { object, required } from '../shapes';
import { decimal, text, time, whole } from '../values';

/** The API writes "" where it has nothing to say, as in the SnapshotId of a volume made from none. */
export const filled: Read<string | null> = (value) => (value === undefined || value === null || text(value) === '' ? null : (value as string));

/** GiB, IOPS, MiB/s, counts: none of them comes near the bound, which only keeps sums exact. */
export const amount: Read<number> = whole({ min: 0, max: 1e12 });

/** Seconds since 1970, up to the year 2100: milliseconds would be far beyond. */
const seconds = decimal({ min: 0, max: 4_102_444_800 });

const recorded = object({
  year: required(whole({ min: 1970, max: 2100 })),
  month: required(whole({ min: 1, max: 12 })),
  day: required(whole({ min: 1, max: 31 })),
  hour: required(whole({ min: 0, max: 23 })),
  minute: required(whole({ min: 0, max: 59 })),
  second: required(whole({ min: 0, max: 59 })),
  microsecond: required(whole({ min: 0, max: 999_999 })),
});

/** RFC 3339, epoch seconds (older command lines), or the fields of a UTC time as recorders of API answers keep them. */
export const apiTime: Read<EpochMs> = (value) => {
  if (typeof value === 'number') return epochMs(Math.round(seconds(value) * SECOND_MS));
  return isRecord(value) ? recordedTime(value) : time(value);
};

const recordedTime: Read<EpochMs> = (value) => {
  const { year, month, day, hour, minute, second, microsecond } = recorded(value);
  const at = Date.UTC(year, month - 1, day, hour, minute, second, Math.floor(microsecond / 1000));
  if (new Date(at).getUTCDate() !== day) throw fault('BAD_TIME', `${shown(`${year}-${month}-${day}`)} is no day of the calendar`);
  return epochMs(at);
};
