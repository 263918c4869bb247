import { SettingsError } from '@ml/platform/settings';
import type { CollectorSettings } from '../settings';
import type { HashKey, HashKeys } from './hash-identifiers';

type KeySettings = Pick<CollectorSettings, 'hashKey' | 'hashKeyVersion' | 'oldHashKeys' | 'legacySalt' | 'hashScheme'>;

const OLD_KEY = /^(\d{1,4})=(.{32,})$/;

/** @throws SettingsError that quotes no key */
export const readHashKeys = ({ hashKey, hashKeyVersion, oldHashKeys, legacySalt, hashScheme }: KeySettings): HashKeys => {
  const faults: string[] = [];
  const older = (oldHashKeys ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item, at) => oldKey(item, at, faults));
  const versions = [hashKeyVersion, ...older.map(({ version }) => version)];
  if (new Set(versions).size !== versions.length) faults.push('COLLECT_OLD_HASH_KEYS: a version stands for two keys; COLLECT_HASH_KEY_VERSION counts too');
  if (hashScheme === 'legacy' && (legacySalt ?? '') === '') faults.push('COLLECT_LEGACY_SALT is required while COLLECT_HASH_SCHEME is legacy');
  if (faults.length > 0) throw new SettingsError(faults);
  return { current: { version: hashKeyVersion, key: hashKey }, older: older.toSorted((a, b) => b.version - a.version), legacySalt, scheme: hashScheme };
};

const oldKey = (item: string, at: number, faults: string[]): HashKey => {
  const [, version, key] = OLD_KEY.exec(item) ?? [];
  if (key === undefined) faults.push(`COLLECT_OLD_HASH_KEYS: item ${at + 1} is not version=key with a key of 32 characters or more`);
  return { version: Number(version ?? 0), key: key ?? '' };
};
