import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import type { RealServers } from '@ml/testing/real';
import { startBundle, type BundleProcess } from '@ml/testing/start-bundle';

/** A replica of models with a folder of its own for files. */
export const startModels = (servers: Pick<RealServers, 'envOf'>): Promise<BundleProcess> =>
  startBundle('models', { MODEL_UPLOAD_DIR: mkdtempSync(path.join(inject('servers').directory, 'models-')), ...servers.envOf('models') });
