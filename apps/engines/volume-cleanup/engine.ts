import { defineEngine } from '@ml/engine-kernel/engine';
import { volumeCleanupSettings, type VolumeCleanupSettings } from './config';
import { decide } from './decide';
import { projectVolumeCleanupState, type VolumeCleanupState } from './state';

export const volumeCleanup = defineEngine<VolumeCleanupState, VolumeCleanupSettings>({
  name: 'volume_cleanup',
  needs: ['prices'],
  settings: volumeCleanupSettings,
  project: projectVolumeCleanupState,
  regionOf: () => undefined,
  versions: [{ version: '1.0.0', decide }],
});
