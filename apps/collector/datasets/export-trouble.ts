import { AppError } from '@ml/contracts/app-error';
import type { Reason } from '@ml/contracts/decision';
import { toAppError } from '@ml/platform/to-app-error';

/** Node's words for a disk that takes no more: full, over the quota, a file larger than it may be, none that may be written to. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM']);

const isNoRoom = (error: unknown): boolean => error instanceof Error && 'code' in error && typeof error.code === 'string' && NO_ROOM.has(error.code);

/** What stopped an export, as the error of the server: a disk that takes no more is said by name, and does not get better by trying. */
export const toExportError = (error: unknown): AppError =>
  isNoRoom(error) ? new AppError('UNAVAILABLE', 'the disk where the collector writes files before they are stored (its temporary directory) takes no more: give it more room, or ask for fewer days or datasets', { retryable: false, cause: error }) : toAppError(error);

/** As the export says it. */
export const reasonOf = ({ code, message }: AppError): Reason => (code === 'INTERNAL' ? { code, text: 'it could not be made; the log of the collector says why' } : { code, text: message });
