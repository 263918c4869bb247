/** Glob patterns of the kinds of code, relative to the root of the workspace. */
export const SPECS = ['**/*.spec.ts', '**/*.spec.tsx', '**/test/**/*.ts'];
export const PURE = ['libs/{units,state,engine-kernel,domain}/**/*.ts', 'apps/engines/*/**/*.ts'];
/** The shell of an engine, and specs, stand in pure folders without being pure. */
export const NOT_PURE = ['apps/engines/*/main.ts', ...SPECS];
/** Files whose loader asks for a default export. */
export const DEFAULT_EXPORTS = ['*.config.{ts,mjs}', '**/*.config.{ts,mjs}', 'apps/engines/*/main.ts', '**/*-reporter.ts', '**/real-servers.ts', '**/global-setup.ts'];
/** Printing is the work of the commands. */
export const COMMANDS = ['tools/**', 'apps/trainer/**'];
