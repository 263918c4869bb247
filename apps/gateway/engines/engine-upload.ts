import { Writable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@ml/contracts/app-error';
import { askUploadEngine, type UploadedEngine } from '@ml/contracts/custom-engines';
import { EngineUploadFields } from '@ml/contracts/dto/custom-engine-dto';
import { Bus } from '@ml/platform/bus/bus';
import { extensionOf } from '../uploads/file-name';
import { keyIdOf } from '../http/key-id';
import { runPatiently } from '../uploads/patient-call';
import { readFields } from '../uploads/read-fields';
import { receiveForm } from '../uploads/receive-form';
import { FILE_FIELD, type UploadForm } from '../uploads/upload-form';

const KIB = 1024;
const TAKEN: readonly string[] = ['js', 'mjs'];

const checkName = (name: string): void => {
  const extension = extensionOf(name);
  if (TAKEN.includes(extension)) return;
  const way = extension === 'py' ? 'Python is not run here: write decide(input) in JavaScript, docs/custom-engines.md shows how' : 'bundle it to one ES module';
  throw new AppError('UNSUPPORTED_MEDIA_TYPE', `engines are taken as .js or .mjs: ${way}`, { path: FILE_FIELD, details: { reason: 'EXTENSION', accepted: ['.js', '.mjs'] } });
};

const FORM: UploadForm = {
  fields: { engine_name: KIB, engine_version: KIB, engine_type: KIB, config: 64 * KIB } satisfies Record<keyof EngineUploadFields, number>,
  maxFileBytes: KIB * KIB,
  checkName,
  // What is in it is for `decisions` to say, which parses it.
  checkStart: () => undefined,
};

/** Takes an engine in and passes its source on to `decisions`, which checks and tries it. */
@Injectable()
export class EngineUpload {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  async take(request: FastifyRequest): Promise<UploadedEngine> {
    const pieces: Buffer[] = [];
    const { fields: texts, fileName } = await receiveForm(request.raw, FORM, () => collecting(pieces));
    const { config = null, ...fields } = readFields(EngineUploadFields, texts, 'config');
    const ask = { ...fields, config, file_name: fileName, uploaded_by: keyIdOf(request) };
    return runPatiently(request, askUploadEngine.timeoutMs, () => this.bus.ask(askUploadEngine, ask, { attachment: Buffer.concat(pieces) }));
  }
}

const collecting = (pieces: Buffer[]): Writable =>
  new Writable({
    write: (piece: Buffer, _, done) => {
      pieces.push(piece);
      done();
    },
  });
