import { Inject, Injectable } from '@nestjs/common';
import { AppError, type Fault } from '@ml/contracts/app-error';
import type { NewApiKeyDto } from '@ml/contracts/dto/api-key-dto';
import { ApiKeyStore } from '@ml/persistence/stores/gateway/api-key-store';
import type { ApiKey } from '@ml/persistence/stores/gateway/api-key';
import { Clock } from '@ml/platform/clock';
import { refuseFaults } from '../validation/faults-error';
import { hashBytes, newKeyText } from './key-text';
import { KeyRing } from './key-ring';

/** With the key itself, which nobody can read again. */
export type CreatedKey = ApiKey & { readonly key: string };

const DAY_SECONDS = 86_400;
/** A successor has the rights of the key it replaces. */
const TAKEN_OVER = ['name', 'scope', 'tenant', 'expires_at'] as const;

/** Makes keys, new ones and those that replace another. */
@Injectable()
export class KeyMaker {
  constructor(
    @Inject(ApiKeyStore) private readonly store: ApiKeyStore,
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AppError MISSING_FIELD, BAD_FIELD, NOT_FOUND (the key to be replaced) */
  async make(wanted: NewApiKeyDto): Promise<CreatedKey> {
    const key = newKeyText();
    const made = wanted.rotated_from === undefined ? await this.create(wanted, key) : await this.rotate(wanted.rotated_from, wanted, key);
    // The replaced key's end is part of the change: this replica must know of it as well.
    await this.ring.refresh();
    return { ...made, key };
  }

  private create(wanted: NewApiKeyDto, key: string): Promise<ApiKey> {
    const { name, scope, tenant, expires_at: expiry } = wanted;
    refuseFaults(faultsOf(wanted, this.clock.now()));
    if (name === undefined || scope === undefined) throw new AppError('MISSING_FIELD', 'name and scope are required');
    return this.store.create({ name, scope, tenant: tenant ?? null, sha256: hashBytes(key), ...(expiry !== undefined && { expiresAt: new Date(expiry) }) });
  }

  private rotate(id: string, wanted: NewApiKeyDto, key: string): Promise<ApiKey> {
    const given = TAKEN_OVER.filter((name) => wanted[name] !== undefined);
    refuseFaults(given.map((path) => ({ code: 'BAD_FIELD', path, message: 'is taken from the key that is replaced' })));
    return this.store.rotate(id, { sha256: hashBytes(key), graceSeconds: wanted.grace_seconds ?? DAY_SECONDS });
  }
}

/** What a key that replaces no other needs. */
const faultsOf = ({ name, scope, expires_at: expiry, grace_seconds: grace }: NewApiKeyDto, now: Date): readonly Fault[] => {
  const missing = Object.entries({ name, scope }).filter(([, value]) => value === undefined);
  const faults: Fault[] = missing.map(([path]) => ({ code: 'MISSING_FIELD', path, message: 'is required' }));
  if (grace !== undefined) faults.push({ code: 'BAD_FIELD', path: 'grace_seconds', message: 'goes with rotated_from only' });
  if (expiry !== undefined && new Date(expiry) <= now) faults.push({ code: 'BAD_FIELD', path: 'expires_at', message: 'must lie in the future' });
  return faults;
};
