/** Injection tokens of what `runService` provides and that is not a class. */
export const SETTINGS = Symbol('settings');
export const LOGGER = Symbol('logger');
export const OWNER = Symbol('owner');
