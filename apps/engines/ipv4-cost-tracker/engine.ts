import { defineEngine } from '@ml/engine-kernel/engine';
import { ipv4CostTrackerSettings, type Ipv4CostTrackerSettings } from './config';
import { decide } from './decide';
import { regionOf } from './region';
import { projectIpv4CostTrackerState, type Ipv4CostTrackerState } from './state';

export const ipv4CostTracker = defineEngine<Ipv4CostTrackerState, Ipv4CostTrackerSettings>({
  name: 'ipv4_cost_tracker',
  needs: ['prices'],
  settings: ipv4CostTrackerSettings,
  project: projectIpv4CostTrackerState,
  regionOf,
  versions: [{ version: '1.0.0', decide }],
});
