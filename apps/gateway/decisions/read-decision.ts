import { AppError, type Fault } from '@ml/contracts/app-error';
import { DECISION_TYPES, type DecisionType } from '@ml/contracts/engine-types';
import type { Attachment } from '@ml/platform/bus/packed';
import { DECISION_BODY } from '../body/body-limits';
import type { BodySource } from '../body/body-source';
import { readBody, type RawField } from '../body/read-body';
import { checkDto } from '../validation/check-dto';
import { refuseFaults } from '../validation/faults-error';
import { existingType, headOf, KNOWN_FIELDS } from './engine-routes';
import { STATE, stateFaults } from './state-faults';

/** A decision request: its small fields checked, its state as it came. */
export interface ReadDecision {
  readonly type: DecisionType;
  readonly head: ReturnType<typeof checkHead>['value'];
  readonly state: Attachment;
}

interface Reading {
  /** Set on a route of one engine. */
  readonly routeType: DecisionType | undefined;
  /** Told as soon as the id is known, so that even a refusal carries it. */
  readonly onRequestId: (id: string) => void;
}

/** @throws AppError with all faults of the envelope at once */
export const readDecision = async (source: BodySource, { routeType, onRequestId }: Reading): Promise<ReadDecision> => {
  const { fields, raw } = await readBody(source, { limits: DECISION_BODY, known: KNOWN_FIELDS, raw: STATE });
  const { request_id: id } = fields;
  if (typeof id === 'string') onRequestId(id);
  const given = fields['decision_type'] ?? undefined;
  if (given === undefined && routeType === undefined) throw new AppError('MISSING_FIELD', 'decision_type is required', { path: 'decision_type' });
  const type = existingType(routeType ?? given);
  const { value, faults } = checkHead(type, fields);
  refuseFaults([...faults, ...otherType(type, given), ...stateFaults(raw)]);
  return { type, head: value, state: (raw as RawField).bytes };
};

const checkHead = (type: ReturnType<typeof existingType>, fields: Readonly<Record<string, unknown>>) => checkDto(headOf(type), fields);

/** A value that is no decision type at all is a fault of its field already. */
const otherType = (type: DecisionType, given: unknown): readonly Fault[] =>
  given !== type && (DECISION_TYPES as readonly unknown[]).includes(given)
    ? [{ code: 'BAD_FIELD', path: 'decision_type', message: `must be ${type} on this route, or left out` }]
    : [];
