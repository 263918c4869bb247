import { createWriteStream } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ModelUploadFields } from '@ml/contracts/dto/model-upload-dto';
import { askRegister, type UploadedModel } from '@ml/contracts/models';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Bus } from '@ml/platform/bus/bus';
import { SETTINGS } from '@ml/platform/tokens';
import type { GatewaySettings } from '../settings';
import { keyIdOf } from '../http/key-id';
import { runPatiently } from '../uploads/patient-call';
import { readFields } from '../uploads/read-fields';
import { receiveForm } from '../uploads/receive-form';
import { Spool } from '../uploads/spool';
import type { UploadForm } from '../uploads/upload-form';
import { checkModelName, checkModelStart } from './model-format';

const KIB = 1024;
const MIB = KIB * KIB;
const FIELDS = { model_name: KIB, model_version: KIB, model_type: KIB, trained_until_date: KIB, metadata: 2 * MIB } as const satisfies Record<keyof ModelUploadFields, number>;

/** Takes a model in: to the disk, from there to the blob store, and on to `models`, which reads and tries it. */
@Injectable()
export class ModelUpload {
  private readonly form: UploadForm;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(Spool) private readonly spool: Spool,
    @Inject(SETTINGS) settings: GatewaySettings,
  ) {
    this.form = { fields: FIELDS, maxFileBytes: settings.maxModelFileMb * MIB, checkName: checkModelName, checkStart: checkModelStart };
  }

  take(request: FastifyRequest): Promise<UploadedModel> {
    return this.spool.with(async (file) => {
      const { fields: texts, fileName, fileBytes } = await receiveForm(request.raw, this.form, () => createWriteStream(file, { flags: 'wx', mode: 0o600 }));
      const { metadata = null, ...fields } = readFields(ModelUploadFields, texts, 'metadata');
      const blob = await this.blobs.putFile(file, 'model');
      const ask = { ...fields, metadata, blob, size_bytes: fileBytes, file_name: fileName, uploaded_by: keyIdOf(request) };
      return runPatiently(request, askRegister.timeoutMs, () => this.bus.ask(askRegister, ask));
    });
  }
}
