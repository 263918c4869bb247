import type { AppError } from '@ml/contracts/app-error';

/** The model itself: a file that is gone from the blob store, of a model that is there, is another matter. */
export const isModelGone = ({ code, path }: AppError): boolean => code === 'NOT_FOUND' && path === 'model_id';
