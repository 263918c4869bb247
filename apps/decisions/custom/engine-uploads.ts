import { zstdDecompressSync } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AppError } from '@ml/contracts/app-error';
import type { UploadedEngine, UploadEngine } from '@ml/contracts/custom-engines';
import { engineExists, EngineStore } from '@ml/persistence/stores/decisions/engine-store';
import { Packed, sizeOf, type Attachment } from '@ml/platform/bus/packed';
import type { Logger } from '@ml/platform/logger';
import type { SettingsOf } from '@ml/platform/settings';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { DecisionsSettings } from '../settings';
import { MOST_BYTES } from './check-engine';
import { ContractTest } from './contract-test';
import { EngineChecker } from './engine-checker';
import { badEngine } from './engine-findings';
import { sourceHash } from './runnable-engine';

const MODULE_NAME = /\.m?js$/i;

/** Takes an engine in: looked at, tried on samples, registered; nobody is decided for by it yet. */
@Injectable()
export class EngineUploads {
  constructor(
    @Inject(EngineStore) private readonly store: EngineStore,
    @Inject(EngineChecker) private readonly checker: EngineChecker,
    @Inject(ContractTest) private readonly test: ContractTest,
    @Inject(SETTINGS) private readonly settings: SettingsOf<DecisionsSettings>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws AppError ENGINE_EXISTS, TOO_MANY_ENGINES, BAD_ENGINE, BAD_UPLOAD */
  async upload(upload: UploadEngine, file: Attachment | undefined): Promise<UploadedEngine> {
    const { engine_name: name, engine_version: version, engine_type: type, uploaded_by } = upload;
    if (await this.store.exists(name, version)) throw engineExists(name, version);
    await this.store.refuseCrowd(this.settings.maxCustomEngines);
    const { source, schema, config, findings, warnings } = await this.checker.check({ bytes: await bytesOf(upload.file_name, file), upload });
    const [first, ...others] = findings;
    if (first !== undefined) throw badEngine([first, ...others]);
    const engine_id = uuid();
    const sha256 = sourceHash(source);
    const contract_test = await this.test.run({ ref: { id: engine_id, name, version, sha256 }, source, config, damaged: false }, type);
    await this.store.register({ engine_id, name, version, type, source, sha256, config, config_schema: schema, uploaded_by }, this.settings.maxCustomEngines);
    this.logger.info({ engine_id, name, version, type, sha256, uploaded_by }, 'a custom engine is registered');
    return { engine_id, status: 'registered', contract_test, warnings };
  }
}

/** @throws AppError BAD_UPLOAD, BAD_ENGINE */
const bytesOf = async (fileName: string, file: Attachment | undefined): Promise<Uint8Array> => {
  if (file === undefined) throw new AppError('BAD_UPLOAD', 'no file came with the upload', { path: 'file' });
  if (!MODULE_NAME.test(fileName)) throw badEngine([{ code: 'NOT_JAVASCRIPT', text: `${JSON.stringify(fileName.slice(0, 100))} is no .js file: an engine is one bundled ES module`, line: null }]);
  // Before it is opened.
  if (sizeOf(file) > MOST_BYTES) throw badEngine([{ code: 'TOO_LARGE', text: `the file has ${sizeOf(file)} bytes and may have ${MOST_BYTES}`, line: null }]);
  return file instanceof Packed ? opened(file) : file;
};

const opened = async (file: Packed): Promise<Uint8Array> => {
  try {
    return zstdDecompressSync(await file.load(), { maxOutputLength: MOST_BYTES });
  } catch (cause) {
    throw new AppError('BAD_UPLOAD', 'the file could not be opened; send it again', { path: 'file', cause });
  }
};
