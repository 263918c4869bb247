import { createHash, createHmac } from 'node:crypto';
import { LEGACY_VERSION } from './legacy-version';

/** What is hashed; each kind for itself, so that equal ids of two kinds have nothing in common. */
export const IDENTITY_KINDS = ['user', 'account', 'resource', 'scan', 'event', 'suppression'] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

export interface HashKey {
  readonly version: number;
  readonly key: string;
}

/** What identifiers are hashed with: plain data, a thread is given it. */
export interface HashKeys {
  readonly current: HashKey;
  /** Newest first. */
  readonly older: readonly HashKey[];
  /** Of the earlier system; null: there was none. */
  readonly legacySalt: string | null;
  readonly scheme: 'keyed' | 'legacy';
}

/** What the earlier system hashed. Scans and events it did not know, and a suppression must be found nowhere else. */
const LEGACY_KINDS: readonly IdentityKind[] = ['user', 'account', 'resource'];

/** 64 hex digits. */
export const hashIdentifier = (keys: HashKeys, kind: IdentityKind, id: string): string => (isLegacy(keys, kind) ? legacyHash(keys.legacySalt ?? '', id) : keyedHash(keys.current, kind, id));

/** Every hash under which it may have been kept, the current one first. */
export const allHashes = (keys: HashKeys, kind: IdentityKind, id: string): readonly string[] => {
  const keyed = [keys.current, ...keys.older].map((key) => keyedHash(key, kind, id));
  const legacy = keys.legacySalt !== null && LEGACY_KINDS.includes(kind) ? [legacyHash(keys.legacySalt, id)] : [];
  return isLegacy(keys, kind) ? [...legacy, ...keyed] : [...keyed, ...legacy];
};

/** With which key `hashIdentifier` hashes users and accounts; 0: with none. */
export const versionOf = ({ scheme, current }: HashKeys): number => (scheme === 'legacy' ? LEGACY_VERSION : current.version);

const isLegacy = (keys: HashKeys, kind: IdentityKind): boolean => keys.scheme === 'legacy' && LEGACY_KINDS.includes(kind);

const keyedHash = ({ key }: HashKey, kind: IdentityKind, id: string): string => createHmac('sha256', key).update(`${kind}\n${id}`).digest('hex');

/** As the earlier system did it. */
const legacyHash = (salt: string, id: string): string => createHash('sha256').update(`${id}${salt}`).digest('hex');
