import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '@ml/platform/tokens';
import type { CollectorSettings } from '../settings';
import { allHashes, hashIdentifier, versionOf, type HashKeys, type IdentityKind } from './hash-identifiers';
import { readHashKeys } from './read-hash-keys';

/** Hashes what must not be kept as it came. */
@Injectable()
export class Identity {
  /** For threads, which hash by themselves. */
  readonly keys: HashKeys;

  /** @throws SettingsError */
  constructor(@Inject(SETTINGS) settings: CollectorSettings) {
    this.keys = readHashKeys(settings);
  }

  /** Kept beside what is kept now. */
  get keyVersion(): number {
    return versionOf(this.keys);
  }

  /** 64 hex digits: what new rows are kept under. */
  hash(kind: IdentityKind, id: string): string {
    return hashIdentifier(this.keys, kind, id);
  }

  /** Every hash under which it may have been kept, by any key; the current one first. Lookups use all of them. */
  hashes(kind: IdentityKind, id: string): readonly string[] {
    return allHashes(this.keys, kind, id);
  }
}
