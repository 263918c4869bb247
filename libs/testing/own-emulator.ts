import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { emulatorControls, type EmulatorControls } from './emulator-controls';
import { spawnBundle } from './spawn-bundle';

export interface OwnEmulator extends EmulatorControls {
  readonly url: string;
}

/** An emulator of AWS of the spec file's own; it ends with the file. Call `builtServices()` before. @param now where its time stands still; it goes on unless given @throws Error when it does not start */
export const ownEmulator = async (now?: Date): Promise<OwnEmulator> => {
  const child = spawnBundle('aws-emulator', { AWS_EMULATOR_PORT: '0', EMULATOR_REGIONS: 'us-east-1', ...(now !== undefined && { EMULATOR_NOW: now.toISOString() }) });
  afterAll(() => void child.kill('SIGTERM'));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /"url":"(http:[^"]+)"/.exec(line)?.[1];
    if (url === undefined) continue;
    // Whoever is not read from stops writing, and all else, when there is no more room.
    child.stdout.resume();
    return { url, ...emulatorControls(url) };
  }
  throw new Error('the emulator did not start');
};
