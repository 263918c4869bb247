import type { Fault } from '@ml/contracts/app-error';
import type { LeftField } from '../body/read-body';
import { RESOURCES } from './resources-field';

const OPENING_BRACKET = 0x5b;

/** What can be said of resources without a look at them. */
export const resourcesFaults = (left: LeftField | undefined): readonly Fault[] => {
  if (left === undefined) return [{ code: 'MISSING_FIELD', path: RESOURCES, message: 'is required; send [] when nothing was found' }];
  return left.opening === OPENING_BRACKET ? [] : [{ code: 'BAD_FIELD', path: RESOURCES, message: 'must be a list' }];
};
