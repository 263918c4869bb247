export const ENGINE = Symbol('engine');
export const BUILD = Symbol('build');
