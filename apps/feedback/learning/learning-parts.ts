export const LEARNING_PROVIDERS = [] as const;
