import { findCall } from '@ml/platform/call-context';

/** Whether what is said now may quote nothing that was posted: neither a value nor a name that the caller chose. */
export const isDiscreet = (): boolean => findCall()?.confidential ?? false;
