import { CurrentWeight } from './current-weight';
import { ExposureGauges } from './exposure-gauges';
import { ExposureHousekeeper } from './exposure-housekeeper';
import { ExposureIntake } from './exposure-intake';
import { ExposureRecorder } from './exposure-recorder';
import { StatsController } from './stats.controller';
import { StatsKeeper } from './stats-keeper';

export const EXPOSURE_CONTROLLERS = [ExposureIntake, StatsController];
export const EXPOSURE_PROVIDERS = [CurrentWeight, ExposureGauges, ExposureHousekeeper, ExposureRecorder, StatsKeeper];
