import { hash, randomBytes } from 'node:crypto';

/** Lets scanners for leaked secrets recognise one. */
const PREFIX = 'mlk_';
/** 256 bits: nothing to guess, so a plain hash is enough and a lookup by hash needs no constant-time comparison. */
const RANDOM_BYTES = 32;
/** Longer headers are not hashed at all. */
export const LONGEST_KEY = 512;

export const newKeyText = (): string => `${PREFIX}${randomBytes(RANDOM_BYTES).toString('base64url')}`;

/** Lower-case hex, for lookups in memory. */
export const keyHash = (key: string): string => hash('sha256', key, 'hex');

export const hashBytes = (key: string): Buffer => Buffer.from(keyHash(key), 'hex');
