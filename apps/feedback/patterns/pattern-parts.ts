export const PATTERN_CONTROLLERS = [] as const;
export const PATTERN_PROVIDERS = [] as const;
