import { AppError } from '@ml/contracts/app-error';
import { WHOLE_BODY } from './whole-body';

export interface JsonPlace {
  /** Byte offset in the (inflated) body. */
  readonly position: number;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/** BAD_JSON that says where. `path`: the top-level field in which it happened. */
export const jsonFault = (what: string, place: JsonPlace, path = WHOLE_BODY): AppError =>
  new AppError('BAD_JSON', `${what} at position ${place.position} (line ${place.line}, column ${place.column})`, { details: { ...place }, path });
