import { AppError } from '@ml/contracts/app-error';

/** `reason` is stable; the message says what to do. */
export const badModel = (reason: string, message: string, details: Readonly<Record<string, unknown>> = {}): AppError =>
  new AppError('BAD_MODEL', message, { details: { reason, ...details } });
