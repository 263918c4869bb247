import type { TextBounds } from '../field-rules';

/** The form only: whether such a region has data is for `pricing` to say. */
export const REGION: TextBounds = { max: 32, pattern: /^[a-z]{2,3}(-[a-z]+){1,3}-\d{1,2}$/, like: 'an AWS region such as us-east-1', code: 'UNKNOWN_REGION' };
/** A name such as `us-east-1a` or `us-east-1-wl1-bos-wlz-1`, or an id such as `use1-az4`: published price lists name zones by their ids. */
export const AVAILABILITY_ZONE: TextBounds = { max: 48, pattern: /^[a-z]{2,3}(-[a-z]+){1,3}-\d{1,2}([a-z]|(-[a-z0-9]+)+)$|^[a-z]{2,6}\d(-[a-z0-9]+)*-az\d{1,2}$/, like: 'an availability zone such as us-east-1a or use1-az4' };
export const INSTANCE_TYPE: TextBounds = { max: 48, pattern: /^[a-z0-9-]+\.[a-z0-9-]+$/, like: 'an instance type such as m5.large', code: 'UNKNOWN_INSTANCE_TYPE' };
export const INSTANCE_FAMILY: TextBounds = { max: 32, pattern: /^[a-z0-9-]+$/, like: 'a family of instance types such as m5' };
/** A name, or a pattern with `*`, as in `m5.*`: whether it means anything is for `pricing` to say. */
export const INSTANCE_TYPE_PATTERN: TextBounds = { max: 48, pattern: /^[A-Za-z0-9.*-]+$/, like: 'an instance type such as m5.large or a pattern such as m5.*', code: 'UNKNOWN_INSTANCE_TYPE' };
