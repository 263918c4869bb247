import { fault, shown, type Read } from '@ml/state/read';
import { text } from '@ml/state/values';
import { timeZone, type TimeZone } from './time-zone';

/** An IANA time zone, by its name. */
export const zoneName: Read<TimeZone> = (value) => {
  const found = timeZone(text(value));
  if (found === null) throw fault('UNKNOWN_TIME_ZONE', `${shown(value)} is not an IANA time zone`);
  return found;
};
