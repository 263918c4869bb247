import { AppError } from '@ml/contracts/app-error';
import { WHOLE_BODY } from './whole-body';

export const tooLarge = (what: string, limit: number, path = WHOLE_BODY): AppError =>
  new AppError('BODY_TOO_LARGE', `${what} is larger than ${limit} bytes`, { details: { limit_bytes: limit }, path });
