import { readSettings } from '@ml/platform/settings';
import { describe, expect, it } from 'vitest';
import { emulatorClock, emulatorSettings } from './emulator-settings';
import { startEmulator } from './start-emulator';

describe("the emulator's settings", () => {
  it('listens on the loopback address by default, with every region of the catalogue', () => {
    const settings = readSettings(emulatorSettings, {});
    expect(settings).toMatchObject({ host: '127.0.0.1', port: 4566, fixedNow: null, clockOffsetMs: 0 });
    expect(settings.regions).toContain('ap-south-1');
  });

  it('does not accept production', () => {
    expect(() => readSettings(emulatorSettings, { NODE_ENV: 'production' })).toThrow(/NODE_ENV.*production/);
  });

  it('refuses a region without prices', async () => {
    await expect(startEmulator({ regions: ['us-east-1', 'mars-north-1'] })).rejects.toThrow('mars-north-1');
  });

  it('stands still at a fixed instant, runs with an offset, and refuses what is no instant', () => {
    expect(emulatorClock('2026-11-20T00:00:00Z', 5000)()).toEqual(new Date('2026-11-20T00:00:00Z'));
    expect(emulatorClock(null, 3_600_000)().getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    expect(() => emulatorClock('noon', 0)).toThrow('EMULATOR_NOW');
  });
});
