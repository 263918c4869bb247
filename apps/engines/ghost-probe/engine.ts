import { defineEngine } from '@ml/engine-kernel/engine';
import { ghostProbeSettings, type GhostProbeSettings } from './config';
import { decide } from './decide';
import { projectGhostProbeState, type GhostProbeState } from './state';

export const ghostProbe = defineEngine<GhostProbeState, GhostProbeSettings>({
  name: 'ghost_probe',
  needs: ['prices'],
  settings: ghostProbeSettings,
  project: projectGhostProbeState,
  regionOf: () => undefined,
  versions: [{ version: '1.0.0', decide }],
});
