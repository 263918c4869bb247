import { defineEngine } from '@ml/engine-kernel/engine';
import { volumeCleanupSettings, type VolumeCleanupSettings } from './config';
import { decide } from './decide';
import { regionOf } from './region';
import { projectVolumeCleanupState, type VolumeCleanupState } from './state';

/** Volumes that nothing is attached to, up a ladder that can be left at every step but the last. */
export const volumeCleanup = defineEngine<VolumeCleanupState, VolumeCleanupSettings>({
  name: 'volume_cleanup',
  needs: ['prices'],
  settings: volumeCleanupSettings,
  project: projectVolumeCleanupState,
  regionOf,
  versions: [{ version: '1.0.0', decide }],
});
