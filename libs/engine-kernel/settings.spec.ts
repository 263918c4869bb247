import { describe, expect, it } from 'vitest';
import { defaultsOf, environmentName, flag, number, readConfig } from './settings';

const settings = {
  min_safety: number({ default: 0.75, min: 0.75, max: 1, unit: 'score', why: 'a floor' }),
  eager: flag({ default: false, why: 'a switch' }),
};

describe('the settings of an engine', () => {
  it('have their defaults when the environment says nothing', () => {
    expect(readConfig('spot_optimizer', settings, { SPOT_OPTIMIZER_EAGER: '' })).toEqual({ config: { min_safety: 0.75, eager: false }, faults: [] });
    expect(defaultsOf(settings)).toEqual({ min_safety: 0.75, eager: false });
  });

  it('are read from variables named after the engine and the setting', () => {
    expect(environmentName('spot_optimizer', 'min_safety')).toBe('SPOT_OPTIMIZER_MIN_SAFETY');
    const read = readConfig('spot_optimizer', settings, { SPOT_OPTIMIZER_MIN_SAFETY: '0.8', SPOT_OPTIMIZER_EAGER: 'true' });
    expect(read).toEqual({ config: { min_safety: 0.8, eager: true }, faults: [] });
  });

  it('name every fault at once and keep the default for it', () => {
    const read = readConfig('spot_optimizer', settings, { SPOT_OPTIMIZER_MIN_SAFETY: '0.5', SPOT_OPTIMIZER_EAGER: 'yes' });
    expect(read.config).toEqual({ min_safety: 0.75, eager: false });
    expect(read.faults).toEqual([
      'SPOT_OPTIMIZER_MIN_SAFETY: "0.5" is not a number from 0.75 to 1 (score)',
      'SPOT_OPTIMIZER_EAGER: "yes" is not true or false',
    ]);
  });
});
