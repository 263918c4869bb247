import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { Type } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { inject } from 'vitest';
import { askRegister, type RegisterModel, type UploadedModel } from '@ml/contracts/models';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { PlatformModule } from '@ml/platform/platform-module';
import type { RealServers } from '@ml/testing/real';
import { ModelsModule } from '../models.module';
import { modelsSettings } from '../settings';
import { lineMetadata, lineModel, type Line } from './line-model';

type Env = Readonly<Record<string, string>>;

export interface ServedModels {
  readonly booted: Booted;
  readonly uploadDir: string;
  get<T>(type: Type<T> | (abstract new (...parts: never[]) => T)): T;
  close(): Promise<void>;
}

/** One replica of the service in the spec's own process, its model hosts in theirs: call `builtServices()` before. */
export const serveModels = async (servers: Pick<RealServers, 'envOf'>, env: Env = {}): Promise<ServedModels> => {
  const uploadDir = mkdtempSync(path.join(inject('servers').directory, 'models-'));
  const booted = await bootService('models', modelsSettings, { ...servers.envOf('models'), LOG_FILE: '/dev/null', MODEL_UPLOAD_DIR: uploadDir, ...env });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), ModelsModule] };
  const app = await NestFactory.createMicroservice(root, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  return {
    booted,
    uploadDir,
    get: (type) => app.get(type, { strict: false }),
    close: async () => {
      await app.close();
      await booted.close();
    },
  };
};

/** Somebody who may ask and store what the gateway may. */
export const asGateway = (servers: Pick<RealServers, 'envOf'>): Promise<Booted> => bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });

/** A file as the gateway would have put it. */
export const stored = async ({ blobs }: Booted, bytes: Uint8Array): Promise<Pick<RegisterModel, 'blob' | 'size_bytes'>> => {
  const file = path.join(inject('servers').directory, `${uuid()}.onnx`);
  await writeFile(file, bytes);
  try {
    return { blob: await blobs.putFile(file, 'model'), size_bytes: bytes.byteLength };
  } finally {
    await rm(file);
  }
};

/** What is asked for a line; its version is new unless told. */
export const upload = async (gateway: Booted, line: Line, changes: Partial<RegisterModel> = {}): Promise<RegisterModel> => ({
  ...(await stored(gateway, lineModel(line))),
  file_name: 'model.onnx',
  model_name: 'line',
  model_version: uuid(),
  model_type: line.type ?? 'waste_predictor',
  trained_until_date: '2025-10-31',
  metadata: { ...lineMetadata(line) },
  uploaded_by: 'spec',
  ...changes,
});

export const uploaded = async (gateway: Booted, line: Line, changes: Partial<RegisterModel> = {}): Promise<UploadedModel> =>
  gateway.bus.ask(askRegister, await upload(gateway, line, changes));
