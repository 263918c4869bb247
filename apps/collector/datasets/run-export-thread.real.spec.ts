import { expect, it } from 'vitest';
import { builtServices } from '@ml/testing/built-services';
import { ownedDatabase } from '@ml/testing/owned-database';
import { runExportThread } from './run-export-thread';

builtServices();
const owned = await ownedDatabase('collector');
const { url } = owned.connect({ poolSize: 1 }).options;

it('says where in the thread an export broke, for nobody else would', async () => {
  const window = { from: '2026-11-01T00:00:00Z', to: '2026-11-22T00:00:00Z' };
  const made = runExportThread({ url, directory: '/nowhere', window, output_format: 'json', gzip: false, datasets: ['cost_trends'] }, { tell: () => undefined, signal: AbortSignal.timeout(30_000) });
  await expect(made).rejects.toMatchObject({ code: 'INTERNAL', cause: { code: 'ENOENT' } });
});
