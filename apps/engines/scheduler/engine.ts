import { defineEngine } from '@ml/engine-kernel/engine';
import { schedulerSettings, type SchedulerSettings } from './config';
import { decide } from './decide';
import { projectSchedulerState, type SchedulerState } from './state';

export const scheduler = defineEngine<SchedulerState, SchedulerSettings>({
  name: 'scheduler',
  needs: ['prices'],
  settings: schedulerSettings,
  project: projectSchedulerState,
  regionOf: () => undefined,
  versions: [{ version: '1.0.0', decide }],
});
