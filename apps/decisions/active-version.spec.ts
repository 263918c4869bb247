import { describe, expect, it } from 'vitest';
import { spotOptimizerEngine } from '@ml/contracts/engines';
import { activeVersion, unknownEngines, versionInForce } from './active-version';

describe('the active engine version', () => {
  it('is the newest built-in when nothing is configured', () => {
    expect(activeVersion(spotOptimizerEngine, null)).toBe('2.0.0');
  });

  it('is the configured one, by major or full version', () => {
    expect(activeVersion(spotOptimizerEngine, 'spot_optimizer_v1')).toBe('1.0.0');
    expect(activeVersion(spotOptimizerEngine, 'bin_packing_v3, spot_optimizer_v1.0.0')).toBe('1.0.0');
  });

  it('is the newest when the configuration is for other engines, and names nobody knows are said', () => {
    expect(activeVersion(spotOptimizerEngine, 'bin_packing_v1')).toBe('2.0.0');
    expect(unknownEngines([spotOptimizerEngine], 'spot_optimizer_v1,spot_optimizer_v9,bin')).toEqual(['spot_optimizer_v9', 'bin']);
  });

  it('is the one that somebody has selected, unless this build has it no more', () => {
    expect(versionInForce(spotOptimizerEngine, { builtIn: '1.0.0' }, 'spot_optimizer_v2')).toBe('1.0.0');
    expect(versionInForce(spotOptimizerEngine, { builtIn: '0.9.0' }, 'spot_optimizer_v1')).toBe('1.0.0');
    expect(versionInForce(spotOptimizerEngine, {}, null)).toBe('2.0.0');
  });
});
