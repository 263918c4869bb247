import { isRecord, under, type Read } from '@ml/state/read';
import { array } from '@ml/state/shapes';
import type { Period } from './period';
import type { TimeZone } from './time-zone';
import { weeklyText } from './weekly-text';
import { windowSpans } from './window-spans';
import { zoneName } from './zone-name';

/**
 * A list of windows, as in `[{"days": ["sat", "sun"], "start": "22:00", "end": "06:00", "timezone": "Europe/Berlin"}, "Mon-Fri 20:00-06:00 Europe/Berlin"]`.
 * Where one names no zone, `otherwise` holds.
 */
export const windowListIn = (otherwise: TimeZone): Read<readonly Period[]> => {
  const entries = array(entryIn(otherwise));
  return (value) => entries(value).flat();
};

const entryIn =
  (otherwise: TimeZone): Read<readonly Period[]> =>
  (value) => {
    if (typeof value === 'string') return weeklyText(otherwise)(value);
    const named = isRecord(value) ? value['timezone'] : undefined;
    return [{ kind: 'weekly', zone: named === undefined || named === null ? otherwise : under('timezone', zoneName, named), spans: windowSpans(value) }];
  };

/** By UTC where a window names no zone. */
export const windowList: Read<readonly Period[]> = windowListIn(zoneName('UTC'));
