/** Version of hashes that no key has made. */
export const LEGACY_VERSION = 0;
