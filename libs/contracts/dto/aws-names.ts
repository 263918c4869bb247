import type { TextBounds } from '../field-rules';

/** The form only: whether such a region has data is for `pricing` to say. */
export const REGION: TextBounds = { max: 32, pattern: /^[a-z]{2,3}(-[a-z]+){1,3}-\d{1,2}$/, code: 'UNKNOWN_REGION' };
export const AVAILABILITY_ZONE: TextBounds = { max: 48, pattern: /^[a-z]{2,3}(-[a-z0-9]+){2,6}[a-z]$/ };
export const INSTANCE_TYPE: TextBounds = { max: 48, pattern: /^[a-z0-9-]+\.[a-z0-9-]+$/, code: 'UNKNOWN_INSTANCE_TYPE' };
export const INSTANCE_FAMILY: TextBounds = { max: 32, pattern: /^[a-z0-9-]+$/ };
