import type { Fault } from '@ml/contracts/app-error';
import type { ScanHeader } from '@ml/contracts/collection';
import { ScanHead } from '@ml/contracts/dto/collection-scan-dto';
import { fieldsOf } from '@ml/contracts/field';
import { SCAN_BODY } from '../body/body-limits';
import type { BodySource } from '../body/body-source';
import { readBody, type LeftField } from '../body/read-body';
import { checkDto } from '../validation/check-dto';
import { refuseFaults } from '../validation/faults-error';
import { aheadFaults } from './ahead-faults';
import { RESOURCES } from './resources-field';

/** A scan: its small fields checked, its resources found and not looked at. */
export interface ReadScan {
  readonly header: ScanHeader;
  readonly resources: LeftField;
}

const KNOWN: ReadonlySet<string> = new Set(fieldsOf(ScanHead).keys());
const OPENING_BRACKET = 0x5b;

/** @throws AppError with all faults of the envelope at once */
export const readScan = async (source: BodySource, now: Date): Promise<ReadScan> => {
  const { fields, left } = await readBody(source, { limits: SCAN_BODY, known: KNOWN, left: RESOURCES });
  const { value, faults } = checkDto(ScanHead, fields);
  refuseFaults([...faults, ...listFaults(left)]);
  refuseFaults(aheadFaults('completed_at', value.completed_at, now));
  return { header: { ...value }, resources: left as LeftField };
};

const listFaults = (left: LeftField | undefined): readonly Fault[] => {
  if (left === undefined) return [{ code: 'MISSING_FIELD', path: RESOURCES, message: 'is required; send [] when nothing was found' }];
  return left.opening === OPENING_BRACKET ? [] : [{ code: 'BAD_FIELD', path: RESOURCES, message: 'must be a list' }];
};
