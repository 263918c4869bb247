import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { spawnBundle } from './spawn-bundle';

/** An emulator of AWS of the spec file's own; it ends with the file. Call `builtServices()` before. @returns its URL @throws Error when it does not start */
export const ownEmulator = async (): Promise<string> => {
  const child = spawnBundle('aws-emulator', { AWS_EMULATOR_PORT: '0', EMULATOR_REGIONS: 'us-east-1' });
  afterAll(() => void child.kill('SIGTERM'));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /"url":"(http:[^"]+)"/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the emulator did not start');
};
