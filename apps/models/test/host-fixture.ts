import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelMetadata } from '@ml/contracts/model-metadata';
import { Health } from '@ml/platform/health';
import { createLogger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { readSettings } from '@ml/platform/settings';
import { HostNursery } from '../hosts/host-nursery';
import { HostSlots } from '../hosts/host-slots';
import type { LoadableModel } from '../serving/model-file';
import { modelsSettings } from '../settings';
import { linearMetadata } from './tiny-models';

export interface HostFixture {
  readonly slots: HostSlots;
  readonly health: Health;
  readonly metrics: Metrics;
  file(name: string, bytes: Uint8Array): string;
  close(): Promise<void>;
}

/** Hosts without a service around them. */
export const hostFixture = (env: Readonly<Record<string, string>> = {}): HostFixture => {
  const directory = mkdtempSync(path.join(tmpdir(), 'ml-hosts-'));
  const settings = readSettings(modelsSettings, { DATABASE_URL: 'postgres://127.0.0.1/none', ...env });
  const [metrics, health] = [new Metrics('models'), new Health()];
  const logger = createLogger('models', { level: 'error', file: '/dev/null' });
  const slots = new HostSlots(new HostNursery(settings, metrics, health, logger));
  return {
    slots,
    health,
    metrics,
    file: (name, bytes) => {
      const file = path.join(directory, name);
      writeFileSync(file, bytes);
      return file;
    },
    close: async () => {
      await slots.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

/** A version of `linear` as the registry would hand it over. */
export const loadable = (file: string, version: string, metadata: ModelMetadata = linearMetadata(0)): LoadableModel => ({
  ref: { id: `id-${version}`, name: 'linear', version },
  type: metadata.model_type,
  metadata,
  path: file,
});
