import { defineEngine } from '@ml/engine-kernel/engine';
import { shadowItTrackerSettings, type ShadowItTrackerSettings } from './config';
import { decide } from './decide';
import { regionOf } from './region';
import { projectShadowItTrackerState, type ShadowItTrackerState } from './state';

/** Machines, volumes, load balancers and databases that are in no cluster and in nobody's code. */
export const shadowItTracker = defineEngine<ShadowItTrackerState, ShadowItTrackerSettings>({
  name: 'shadow_it_tracker',
  needs: ['prices'],
  settings: shadowItTrackerSettings,
  project: projectShadowItTrackerState,
  regionOf,
  versions: [{ version: '1.0.0', decide }],
});
