import { AppError } from '@ml/contracts/app-error';
import type { BlobDepot } from './frame';

const refused = (): Promise<never> =>
  Promise.reject(new AppError('BODY_TOO_LARGE', 'this does not fit into one message, and what names people or resources is not written down on its way: send it in smaller parts'));

/** For confidential questions: nothing of them is put into a blob, and nothing is fetched from one. */
export const NO_DEPOT: BlobDepot = { put: refused, get: refused };
