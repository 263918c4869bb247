export const PUBLISHING_PROVIDERS = [] as const;
