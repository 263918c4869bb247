export const POOL_CONTROLLERS = [] as const;
export const POOL_PROVIDERS = [] as const;
