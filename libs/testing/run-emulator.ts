import { afterAll, vi } from 'vitest';
import { freePort } from '../../tools/infra/ports';
import { builtServices } from './built-services';
import { emulatorControls, type EmulatorControls } from './emulator-controls';
import { spawnBundle } from './spawn-bundle';

const START_MS = 30_000;

export interface RunningEmulator extends EmulatorControls {
  readonly url: string;
}

/** AWS as far as it is emulated, at an instant at which time stands still. It ends with the file. */
export const runEmulator = async (now: Date): Promise<RunningEmulator> => {
  builtServices();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawnBundle('aws-emulator', { AWS_EMULATOR_PORT: String(port), EMULATOR_REGIONS: 'us-east-1', EMULATOR_NOW: now.toISOString() });
  child.stdout.resume();
  afterAll(() => void child.kill('SIGKILL'));
  await vi.waitFor(async () => expectOk(await fetch(`${url}/livez`)), { timeout: START_MS, interval: 50 });
  return { url, ...emulatorControls(url) };
};

const expectOk = ({ ok }: Response): void => {
  if (!ok) throw new Error('the emulator is not there yet');
};
