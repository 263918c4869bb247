import { AppError } from '@ml/contracts/app-error';

export const blobNotThere = (id: string): AppError => new AppError('NOT_FOUND', 'the blob has expired or was never stored', { details: { blob: id } });
