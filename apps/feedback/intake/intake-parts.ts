export const INTAKE_CONTROLLERS = [] as const;
export const INTAKE_PROVIDERS = [] as const;
