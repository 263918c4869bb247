import { createLogger } from '@ml/platform/logger';
import { SettingsError, readSettings } from '@ml/platform/settings';
import { emulatorClock, emulatorSettings } from './emulator-settings';
import { startEmulator } from './start-emulator';

/** sysexits.h: the configuration is wrong, starting again will not help. */
const EX_CONFIG = 78;

try {
  const { host, port, seed, regions, buckets, fixedNow, clockOffsetMs } = readSettings(emulatorSettings, process.env);
  const emulator = await startEmulator({ host, port, seed, regions, buckets, now: emulatorClock(fixedNow, clockOffsetMs) });
  const logger = createLogger('aws-emulator');
  logger.info({ port: emulator.port, url: emulator.url, seed, regions }, 'listening');
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      logger.info({ signal }, 'stopping');
      void emulator.stop();
    });
} catch (error) {
  process.stderr.write(`aws-emulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof SettingsError ? EX_CONFIG : 1);
}
