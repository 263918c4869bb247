import type { IncomingMessage } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { AppError } from '@ml/contracts/app-error';
import { tooLarge } from '../body/too-large';
import { baseNameOf } from './file-name';
import { FILE_FIELD, type ReceivedForm, type UploadForm } from './upload-form';
import { WatchedFile } from './watched-file';

const MAX_PARTS = 32;
const MAX_PART_HEADERS = { headerPairs: 16, headerSize: 8 * 1024 };

interface File {
  readonly name: string;
  readonly watched: WatchedFile;
  readonly written: Promise<void>;
}

/** Reads one form part by part, in whatever order they come. The first fault ends it: nothing is kept of what follows. */
export class FormReader {
  private readonly fields = new Map<string, string>();
  private readonly stopped = new AbortController();
  private file: File | undefined;

  constructor(
    private readonly form: UploadForm,
    private readonly openFile: () => Writable,
    private readonly fail: (error: unknown) => void,
  ) {}

  /** @throws AppError BAD_UPLOAD when the headers announce no form */
  parser(request: IncomingMessage): Writable {
    const { fields } = this.form;
    const limits = { fieldSize: Math.max(...Object.values(fields)), parts: MAX_PARTS, ...MAX_PART_HEADERS };
    // A field of ours stays a field when a client sends it as a file, as `curl -F metadata=@metadata.json` does.
    const isPartAFile = (name: string | undefined): boolean => name === undefined || !Object.hasOwn(fields, name);
    try {
      const parser = new Busboy({ headers: request.headers as BusboyHeaders, limits, preservePath: true, isPartAFile });
      parser.on('field', (...[name, value, , truncated]) => this.guard(() => this.takeField(name, value, truncated)));
      parser.on('file', (name, stream, fileName) => this.guard(() => this.takeFile(name, stream, fileName as string | undefined), stream));
      parser.on('partsLimit', () => this.fail(new AppError('BAD_UPLOAD', `the form has more than ${MAX_PARTS} parts`)));
      parser.on('error', (cause) => this.fail(broken(cause)));
      return parser;
    } catch (cause) {
      throw broken(cause);
    }
  }

  /** After the last part. */
  async finish(): Promise<ReceivedForm> {
    if (this.file === undefined) throw new AppError('MISSING_FIELD', `${FILE_FIELD} is required: the form holds no file`, { path: FILE_FIELD });
    await this.file.written;
    return { fields: Object.fromEntries(this.fields), fileName: this.file.name, fileBytes: this.file.watched.size };
  }

  /** Lets go of the file. */
  stop(): void {
    this.stopped.abort();
  }

  private guard(take: () => void, stream?: Readable): void {
    try {
      if (this.stopped.signal.aborted) stream?.resume();
      else take();
    } catch (error) {
      stream?.on('error', () => undefined).resume();
      this.fail(error);
    }
  }

  private takeField(name: string, value: string, truncated: boolean): void {
    const limit = this.form.fields[name] ?? 0;
    if (this.fields.has(name)) throw new AppError('DUPLICATE_FIELD', `${name} is given twice`, { path: name });
    if (truncated || Buffer.byteLength(value) > limit) throw tooLarge(`the field ${name}`, limit, name);
    this.fields.set(name, value);
  }

  private takeFile(field: string | undefined, stream: Readable, given: string | undefined): void {
    const { form } = this;
    if (field !== FILE_FIELD) {
      const known = [FILE_FIELD, ...Object.keys(form.fields)].join(', ');
      throw new AppError('UNKNOWN_FIELD', `${field ?? 'a part without a name'} is not part of the form; known here: ${known}`, { path: field ?? 'body' });
    }
    if (this.file !== undefined) throw new AppError('DUPLICATE_FIELD', `${FILE_FIELD} is given twice: one file at a time`, { path: FILE_FIELD });
    const name = baseNameOf(given ?? '');
    form.checkName(name);
    const watched = new WatchedFile(form);
    const written = pipeline(stream, (pieces: AsyncIterable<Buffer>) => watched.pass(pieces), this.openFile(), { signal: this.stopped.signal });
    written.catch((error: unknown) => this.fail(fileFault(error)));
    this.file = { name, watched, written };
  }
}

const isOfDisk = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

const fileFault = (error: unknown): unknown => {
  if (error instanceof AppError) return error;
  return isOfDisk(error) ? new AppError('UNAVAILABLE', 'the gateway has no room for the file now', { cause: error }) : broken(error);
};

export const broken = (cause: unknown): AppError =>
  new AppError('BAD_UPLOAD', 'the form cannot be read: it is no multipart/form-data, or it ends too early', { path: 'body', cause, details: { reason: 'BROKEN_FORM' } });
