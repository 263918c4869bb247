import { defineEngine } from '@ml/engine-kernel/engine';
import { shadowItTrackerSettings, type ShadowItTrackerSettings } from './config';
import { decide } from './decide';
import { projectShadowItTrackerState, type ShadowItTrackerState } from './state';

export const shadowItTracker = defineEngine<ShadowItTrackerState, ShadowItTrackerSettings>({
  name: 'shadow_it_tracker',
  needs: ['prices'],
  settings: shadowItTrackerSettings,
  project: projectShadowItTrackerState,
  regionOf: () => undefined,
  versions: [{ version: '1.0.0', decide }],
});
