import { AppError } from '@ml/contracts/app-error';

export const HEADER_LENGTH = 'Inference-Header-Content-Length';

/** Bytes of JSON before the binary tensors; null: the whole body is JSON. @throws AppError BAD_PARAMETER */
export const headerLengthOf = (header: string | readonly string[] | undefined, bodyBytes: number): number | null => {
  if (header === undefined) return null;
  const length = typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : -1;
  if (length >= 0 && length <= bodyBytes) return length;
  throw new AppError('BAD_PARAMETER', `${HEADER_LENGTH} must be a whole number of bytes, at most the ${bodyBytes} of the body`, { path: HEADER_LENGTH });
};
