import { AppError } from '@ml/contracts/app-error';

export const tooLarge = (what: string, limit: number, path?: string): AppError =>
  new AppError('BODY_TOO_LARGE', `${what} is larger than ${limit} bytes`, { details: { limit_bytes: limit }, ...(path !== undefined && { path }) });
