import { defineEngine } from '@ml/engine-kernel/engine';
import { schedulerSettings, type SchedulerSettings } from './config';
import { decide } from './decide';
import { regionOf } from './region';
import { projectSchedulerState, type SchedulerState } from './state';

/** When dev and staging environments sleep, and how they wake. */
export const scheduler = defineEngine<SchedulerState, SchedulerSettings>({
  name: 'scheduler',
  needs: ['prices'],
  settings: schedulerSettings,
  project: projectSchedulerState,
  regionOf,
  versions: [{ version: '1.0.0', decide }],
});
