import { defineEngine } from '@ml/engine-kernel/engine';
import { ghostProbeSettings, type GhostProbeSettings } from './config';
import { decide } from './decide';
import { regionOf } from './region';
import { projectGhostProbeState, type GhostProbeState } from './state';

/** Machines that run and cost and belong to no cluster. */
export const ghostProbe = defineEngine<GhostProbeState, GhostProbeSettings>({
  name: 'ghost_probe',
  needs: ['prices'],
  settings: ghostProbeSettings,
  project: projectGhostProbeState,
  regionOf,
  versions: [{ version: '1.0.0', decide }],
});
