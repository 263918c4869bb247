import { RefreshStore } from '@ml/persistence/stores/gap-filler/refresh-store';
import { ScheduleStore } from '@ml/persistence/stores/gap-filler/schedule-store';
import { AutoRefresh } from '../schedules/auto-refresh';
import { ClockedRefresh } from '../schedules/clocked-refresh';
import { RefreshClock } from '../schedules/refresh-clock';
import { ScheduleSlots } from '../schedules/schedule-slots';
import { SchedulesController } from '../schedules/schedules.controller';
import { ModelCalls } from './model-calls';
import { RefreshEnds } from './refresh-ends';
import { RefreshHandler } from './refresh-handler';
import { RefreshJudging } from './refresh-judging';
import { RefreshMetrics } from './refresh-metrics';
import { RefreshPlanning } from './refresh-planning';
import { RefreshRules } from './refresh-rules';
import { RefreshTrigger } from './refresh-trigger';
import { RefreshesController } from './refreshes.controller';

export const REFRESH_CONTROLLERS = [RefreshesController, SchedulesController];

const STEPS = [RefreshHandler, RefreshPlanning, RefreshJudging, RefreshEnds, ModelCalls, RefreshMetrics];
const SLOTS = [RefreshClock, ScheduleSlots, AutoRefresh, ClockedRefresh];

/** All that refreshes and their schedules are made of. */
export const REFRESH_PROVIDERS = [RefreshStore, ScheduleStore, RefreshRules, RefreshTrigger, ...STEPS, ...SLOTS];
