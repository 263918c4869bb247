import type { Read } from '@ml/state/read';
import { custodianText, isCustodianText } from './custodian-text';
import type { Period } from './period';
import type { TimeZone } from './time-zone';
import { weeklyText } from './weekly-text';

/** Times in any grammar that is a text: the Kubernetes downscaler's or Cloud Custodian's. */
export const scheduleText =
  (otherwise: TimeZone): Read<readonly Period[]> =>
  (value) =>
    typeof value === 'string' && isCustodianText(value) ? custodianText(otherwise)(value) : weeklyText(otherwise)(value);
