declare const ML_BUILD: string | undefined;

/** Which build this is: the bundler writes a hash of the sources in; outside of a bundle it is `source`. Replay promises the same bytes on the same build. */
export const buildId = (): string => process.env['ML_BUILD_ID'] ?? (typeof ML_BUILD === 'string' ? ML_BUILD : 'source');
