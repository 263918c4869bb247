import { choice, defineSettings, integer, list, optional, text } from '@ml/platform/settings';
import { KNOWN_REGIONS } from './market/zones';

export const emulatorSettings = defineSettings({
  environment: choice({
    env: 'NODE_ENV',
    of: ['development', 'test'],
    default: 'development',
    why: 'the emulator invents prices: it does not start in production',
  }),
  host: text({ env: 'AWS_EMULATOR_HOST', default: '127.0.0.1', why: 'address to listen on; it has no access control' }),
  port: integer({ env: 'AWS_EMULATOR_PORT', default: 4566, min: 0, max: 65_535, unit: 'port', why: 'where the clients find it; 0 takes a free one' }),
  seed: text({ env: 'EMULATOR_SEED', default: 'emulator', why: 'the same seed gives the same market' }),
  regions: list({ env: 'EMULATOR_REGIONS', default: KNOWN_REGIONS, why: 'regions that exist; at most those of the built-in catalogue' }),
  buckets: list({ env: 'EMULATOR_S3_BUCKETS', default: ['ml-archive', 'ml-blobs'], why: 'buckets of the object store; it is in memory and empty at the start' }),
  fixedNow: optional(text({ env: 'EMULATOR_NOW', why: 'an RFC 3339 instant at which time stands still' })),
  clockOffsetMs: integer({ env: 'CLOCK_OFFSET_MS', default: 0, min: -1e12, max: 1e12, unit: 'ms', why: 'shifts the clock of one process, for tests of several' }),
});

/** @throws Error when the fixed instant is not a time. */
export function emulatorClock(fixedNow: string | null, clockOffsetMs: number): () => Date {
  if (fixedNow === null) return () => new Date(Date.now() + clockOffsetMs);
  const fixed = Date.parse(fixedNow);
  if (Number.isNaN(fixed)) throw new Error(`EMULATOR_NOW: ${JSON.stringify(fixedNow)} is not an RFC 3339 instant`);
  return () => new Date(fixed);
}
