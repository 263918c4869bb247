import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import { AppError } from '@ml/contracts/app-error';
import { tooLarge } from '../body/too-large';
import { broken, FormReader } from './form-reader';
import type { ReceivedForm, UploadForm } from './upload-form';

/** Of an upload that has stopped coming. */
const IDLE_MS = 30_000;
/** Boundaries and headers of the parts. */
const ENVELOPE_BYTES = 64 * 1024;

const refuseAnnounced = (request: IncomingMessage, { fields, maxFileBytes }: UploadForm): void => {
  const most = Object.values(fields).reduce((sum, bytes) => sum + bytes, maxFileBytes + ENVELOPE_BYTES);
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge('the form', maxFileBytes, 'file');
};

/**
 * Reads a form to its end; the file goes where `openFile` says, piece by piece.
 * The body of a refused form is drained, not cut off: otherwise a caller that is still sending sees a broken connection instead of the answer.
 * @throws AppError BODY_TOO_LARGE, BAD_UPLOAD, UNKNOWN_FIELD, DUPLICATE_FIELD, MISSING_FIELD, BAD_FIELD, and what the form's own checks throw
 */
export const receiveForm = async (request: IncomingMessage, form: UploadForm, openFile: () => Writable): Promise<ReceivedForm> => {
  refuseAnnounced(request, form);
  const { promise, resolve, reject } = Promise.withResolvers<ReceivedForm>();
  const reader = new FormReader(form, openFile, reject);
  const parser = reader.parser(request);
  const idle = setTimeout(() => reject(new AppError('BAD_UPLOAD', `nothing has come for ${IDLE_MS / 1000} s`, { details: { reason: 'STALLED' } })), IDLE_MS);
  const gone = (): void => {
    if (!request.complete) reject(broken('the connection ended'));
  };
  const refresh = (): void => void idle.refresh();
  parser.on('finish', () => void reader.finish().then(resolve, reject));
  request.on('data', refresh).on('error', reject).on('close', gone).pipe(parser);
  try {
    return await promise;
  } finally {
    clearTimeout(idle);
    reader.stop();
    request.off('close', gone).off('data', refresh).unpipe(parser);
    request.resume();
  }
};
