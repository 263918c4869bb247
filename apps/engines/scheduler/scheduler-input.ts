import type { DecideInput } from '@ml/engine-kernel/engine';
import type { SchedulerSettings } from './config';
import type { SchedulerState } from './state';

export type SchedulerInput = DecideInput<SchedulerState, SchedulerSettings>;
