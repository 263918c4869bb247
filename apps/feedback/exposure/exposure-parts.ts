export const EXPOSURE_CONTROLLERS = [] as const;
export const EXPOSURE_PROVIDERS = [] as const;
