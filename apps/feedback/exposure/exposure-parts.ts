import { CurrentWeight } from './current-weight';

export const EXPOSURE_CONTROLLERS = [] as const;
export const EXPOSURE_PROVIDERS = [CurrentWeight];
