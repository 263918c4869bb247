import { CurrentWeight } from './current-weight';
import { ExposureIntake } from './exposure-intake';
import { ExposureRecorder } from './exposure-recorder';

export const EXPOSURE_CONTROLLERS = [ExposureIntake];
export const EXPOSURE_PROVIDERS = [CurrentWeight, ExposureRecorder];
