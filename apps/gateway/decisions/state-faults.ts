import type { Fault } from '@ml/contracts/app-error';
import type { RawField } from '../body/read-body';

/** The field that passes the gateway unread. */
export const STATE = 'current_state';
const OPENING_BRACE = 0x7b;

/** Only that it is an object: what is inside is read by a worker thread elsewhere. */
export const stateFaults = (raw: RawField | undefined): readonly Fault[] => {
  if (raw === undefined) return [{ code: 'MISSING_FIELD', path: STATE, message: 'is required; send {} when there is nothing to say' }];
  return raw.opening === OPENING_BRACE ? [] : [{ code: 'BAD_FIELD', path: STATE, message: 'must be an object' }];
};
