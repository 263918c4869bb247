import { isRecord, under, type Read } from '@ml/state/read';
import { array } from '@ml/state/shapes';
import type { Period } from './period';
import type { TimeZone } from './time-zone';
import { weeklyText } from './weekly-text';
import { windowSpans } from './window-spans';
import { zoneName } from './zone-name';

/**
 * A list of windows, as in `[{"days": ["sat", "sun"], "start": "22:00", "end": "06:00", "timezone": "Europe/Berlin"}, "Mon-Fri 20:00-06:00 Europe/Berlin"]`.
 * Where one names no zone it is by UTC.
 */
export const windowList: Read<readonly Period[]> = (value) => entries(value).flat();

const UTC: TimeZone = zoneName('UTC');

const entry: Read<readonly Period[]> = (value) => {
  if (typeof value === 'string') return weeklyText(UTC)(value);
  const named = isRecord(value) ? value['timezone'] : undefined;
  return [{ kind: 'weekly', zone: named === undefined || named === null ? UTC : under('timezone', zoneName, named), spans: windowSpans(value) }];
};

const entries = array(entry);
