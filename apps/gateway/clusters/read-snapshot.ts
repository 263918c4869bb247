import { ClusterSnapshotHead } from '@ml/contracts/dto/cluster-snapshot-dto';
import { fieldsOf } from '@ml/contracts/field';
import type { Attachment } from '@ml/platform/bus/packed';
import { DECISION_BODY } from '../body/body-limits';
import type { BodySource } from '../body/body-source';
import { readBody, type RawField } from '../body/read-body';
import { STATE, stateFaults } from '../decisions/state-faults';
import { checkDto } from '../validation/check-dto';
import { refuseFaults } from '../validation/faults-error';

/** A snapshot: its small fields checked, its state as it came. */
export interface ReadSnapshot {
  readonly head: ClusterSnapshotHead;
  readonly state: Attachment;
}

const KNOWN: ReadonlySet<string> = new Set(fieldsOf(ClusterSnapshotHead).keys());

/** @throws AppError with all faults of the envelope at once */
export const readSnapshot = async (source: BodySource): Promise<ReadSnapshot> => {
  const { fields, raw } = await readBody(source, { limits: DECISION_BODY, known: KNOWN, raw: STATE });
  const { value, faults } = checkDto(ClusterSnapshotHead, fields);
  refuseFaults([...faults, ...stateFaults(raw)]);
  return { head: value, state: (raw as RawField).bytes };
};
