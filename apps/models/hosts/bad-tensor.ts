import { AppError } from '@ml/contracts/app-error';

export const badTensor = (path: string, message: string): AppError => new AppError('BAD_TENSOR', message, { path });
