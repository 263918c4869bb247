import type { ScanHeader } from '@ml/contracts/collection';
import { ScanHead } from '@ml/contracts/dto/collection-scan-dto';
import { fieldsOf } from '@ml/contracts/field';
import { SCAN_BODY } from '../body/body-limits';
import type { BodySource } from '../body/body-source';
import { readBody, type LeftField, type Passing } from '../body/read-body';
import { checkDto } from '../validation/check-dto';
import { refuseFaults } from '../validation/faults-error';
import { timeFaults } from './time-faults';
import { RESOURCES } from './resources-field';
import { resourcesFaults } from './resources-faults';

/** A scan: its small fields checked, its resources found and not looked at. */
export interface ReadScan {
  readonly header: ScanHeader;
  readonly resources: LeftField;
}

const KNOWN: ReadonlySet<string> = new Set(fieldsOf(ScanHead).keys());

/** @param passing takes the resources as they go by. @throws AppError with all faults of the envelope at once */
export const readScan = async (source: BodySource, now: Date, passing?: Passing): Promise<ReadScan> => {
  const { fields, left } = await readBody(source, { limits: SCAN_BODY, known: KNOWN, left: RESOURCES, ...(passing && { passing }) });
  const { value, faults } = checkDto(ScanHead, fields);
  refuseFaults([...faults, ...resourcesFaults(left)]);
  refuseFaults(timeFaults('completed_at', value.completed_at, now));
  return { header: { ...value }, resources: left as LeftField };
};
