import { askRebuild } from '@ml/contracts/pricing';
import { bootService } from '@ml/platform/boot-service';

const PATIENCE_MS = 5_000;
const REBUILD_MS = 60_000;

/**
 * Asks the running service to publish what was imported, so that the next decision sees it.
 * False when it cannot be reached: it looks for new rows itself every few seconds.
 */
export const askForRebuild = async (env: NodeJS.ProcessEnv, regions: readonly string[]): Promise<boolean> => {
  if (env['NATS_URL'] === undefined) return false;
  const booting = bootService('pricing', {}, { ...env, OPS_PORT: '0', OPS_HOST: '127.0.0.1', LOG_LEVEL: 'ERROR' });
  const booted = await Promise.race([booting, new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS).unref())]);
  if (booted === undefined) return false;
  try {
    await booted.bus.ask(askRebuild, { regions }, { timeoutMs: REBUILD_MS });
    return true;
  } catch {
    return false;
  } finally {
    await booted.close();
  }
};
