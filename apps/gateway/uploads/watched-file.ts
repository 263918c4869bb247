import { AppError } from '@ml/contracts/app-error';
import { tooLarge } from '../body/too-large';
import { FILE_FIELD, type UploadForm } from './upload-form';

/** Enough to know every format by its first bytes. */
const START_BYTES = 16;

/** Counts the bytes of a file as they come by and looks at the first of them. */
export class WatchedFile {
  size = 0;
  private start: Buffer | undefined = Buffer.alloc(0);

  constructor(private readonly form: Pick<UploadForm, 'maxFileBytes' | 'checkStart'>) {}

  /** @throws AppError BODY_TOO_LARGE, BAD_UPLOAD (empty), or what its first bytes are refused with */
  async *pass(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      this.size += piece.length;
      if (this.size > this.form.maxFileBytes) throw tooLarge('the file', this.form.maxFileBytes, FILE_FIELD);
      if (this.start !== undefined) this.look(piece);
      yield piece;
    }
    if (this.size === 0) throw new AppError('BAD_UPLOAD', 'the file is empty', { path: FILE_FIELD, details: { reason: 'EMPTY_FILE' } });
    if (this.start !== undefined) this.form.checkStart(this.start);
  }

  private look(piece: Buffer): void {
    const start = Buffer.concat([this.start ?? Buffer.alloc(0), piece.subarray(0, START_BYTES)]).subarray(0, START_BYTES);
    this.start = start;
    if (start.length < START_BYTES) return;
    this.form.checkStart(start);
    this.start = undefined;
  }
}
