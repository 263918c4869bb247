import { describe, expect, it } from 'vitest';
import { ENGINE_TYPES } from '@ml/contracts/engine-types';
import { chosenAfter, effectiveToggles, toggleKeyOf } from './effective-toggles';

describe('toggles', () => {
  it('exist for every engine, all switched on', () => {
    const toggles = effectiveToggles({});
    expect(new Set(ENGINE_TYPES.map(toggleKeyOf)).size).toBe(12);
    expect(ENGINE_TYPES.map((engine) => toggles[toggleKeyOf(engine)].enabled)).toEqual(ENGINE_TYPES.map(() => true));
  });

  it('begin with the intervals and thresholds of the contract', () => {
    const toggles = effectiveToggles({});
    expect(toggles.ipv4_cost_tracking).toMatchObject({ auto_scan_interval_hours: 24, thresholds: {} });
    expect(toggles.image_bloat_analysis).toMatchObject({ auto_scan_interval_hours: 168, thresholds: { bloat_threshold_mb: 500 } });
    expect(toggles.shadow_it_detection).toMatchObject({ auto_scan_interval_hours: 24, thresholds: { min_age_days: 7 } });
    expect(toggles.noisy_neighbor_detection).toMatchObject({ auto_scan_interval_hours: 6, thresholds: { bandwidth_outlier_multiplier: 10 } });
  });

  it('change only where something is sent', () => {
    const chosen = chosenAfter({}, { toggles: { image_bloat_analysis: { thresholds: { bloat_threshold_mb: 200 } } } });
    expect(chosen).toEqual({ image_bloat_analysis: { thresholds: { bloat_threshold_mb: 200 } } });
    const { image_bloat_analysis, ...others } = effectiveToggles(chosen);
    expect(image_bloat_analysis).toMatchObject({ enabled: true, auto_scan_interval_hours: 168, thresholds: { bloat_threshold_mb: 200 } });
    expect(others).toEqual((({ image_bloat_analysis: _, ...rest }) => rest)(effectiveToggles({})));
  });

  it('keep what was chosen before when something else changes', () => {
    const before = { image_bloat_analysis: { enabled: false, thresholds: { bloat_threshold_mb: 200 } } };
    expect(chosenAfter(before, { toggles: { image_bloat_analysis: { auto_scan_interval_hours: null } } })).toEqual({
      image_bloat_analysis: { enabled: false, auto_scan_interval_hours: null, thresholds: { bloat_threshold_mb: 200 } },
    });
  });

  it('are not pinned by sending back what is in force', () => {
    expect(chosenAfter({}, { toggles: effectiveToggles({}) })).toEqual({});
  });
});
