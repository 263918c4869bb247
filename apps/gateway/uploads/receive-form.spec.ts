import type { IncomingMessage } from 'node:http';
import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { receiveForm } from './receive-form';
import type { ReceivedForm, UploadForm } from './upload-form';

const FORM: UploadForm = { fields: { name: 100, note: 1_000 }, maxFileBytes: 5_000, checkName: () => undefined, checkStart: () => undefined };
const BOUNDARY = 'boundary';

const textPart = (name: string, value: string): string => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const filePart = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="f.onnx"\r\ncontent-type: application/octet-stream\r\n\r\n`), bytes, Buffer.from('\r\n')]);
const END = Buffer.from(`--${BOUNDARY}--\r\n`);

class Kept extends Writable {
  readonly pieces: Buffer[] = [];

  override _write(piece: Buffer, _: string, done: () => void): void {
    this.pieces.push(piece);
    done();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }
}

const incoming = (): PassThrough & IncomingMessage => Object.assign(new PassThrough(), { headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }, complete: false }) as unknown as PassThrough & IncomingMessage;

/** The bytes, cut into pieces of these lengths, over and over. */
const send = async (body: Buffer, lengths: readonly number[]): Promise<{ readonly form: ReceivedForm; readonly file: Buffer }> => {
  const request = incoming();
  const file = new Kept();
  const received = receiveForm(request, FORM, () => file);
  for (let at = 0, turn = 0; at < body.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    request.write(body.subarray(at, at + length));
    at += length;
  }
  request.end();
  request.complete = true;
  return { form: await received, file: file.bytes };
};

afterEach(() => {
  vi.useRealTimers();
});

describe('a form', () => {
  it('is read alike however it is cut and in whatever order its parts come', async () => {
    const parts = fc.shuffledSubarray(['name', 'file', 'note'], { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 4_000 }), parts, fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 }), async (bytes, order, lengths) => {
        const made = order.map((part) => (part === 'file' ? filePart(bytes) : Buffer.from(textPart(part, `größe of ${part}`))));
        const { form, file } = await send(Buffer.concat([...made, END]), lengths);
        expect(form).toEqual({ fields: { name: 'größe of name', note: 'größe of note' }, fileName: 'f.onnx', fileBytes: bytes.length });
        expect(file.equals(bytes)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('throws nothing but an AppError when it is broken anywhere', async () => {
    const whole = Buffer.concat([Buffer.from(textPart('name', 'n')), filePart(Buffer.from('bytes of a file')), END]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), fc.boolean(), fc.integer({ min: 1, max: 255 }), async (at, truncated, mask) => {
        const broken = truncated ? whole.subarray(0, at) : Buffer.from(whole.map((byte, index) => (index === at ? byte ^ mask : byte)));
        const error = await send(broken, [50]).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(AppError);
      }),
      { numRuns: 100 },
    );
  });

  it('is given up when nothing comes for half a minute, and its file is let go', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const request = incoming();
    const file = new Kept();
    const received = receiveForm(request, FORM, () => file).catch((error: unknown) => error);
    request.write(filePart(Buffer.from('some bytes')).subarray(0, -2));
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await received).toMatchObject({ code: 'BAD_UPLOAD', details: { reason: 'STALLED' } });
    expect(file.destroyed).toBe(true);
  });

  it('is given up when its sender goes', async () => {
    const request = incoming();
    const file = new Kept();
    const received = receiveForm(request, FORM, () => file).catch((error: unknown) => error);
    request.write(filePart(Buffer.from('some bytes')));
    request.destroy();
    expect(await received).toMatchObject({ code: 'BAD_UPLOAD' });
    expect(file.destroyed).toBe(true);
  });

  it('says that there is no room when the disk is full', async () => {
    const full = new Writable({ write: (...[, , done]) => done(Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' })) });
    const request = incoming();
    const received = receiveForm(request, FORM, () => full).catch((error: unknown) => error);
    request.complete = true;
    request.end(Buffer.concat([filePart(Buffer.from('some bytes')), END]));
    expect(await received).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });
});
