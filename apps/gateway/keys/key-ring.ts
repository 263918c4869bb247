import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { ApiKeyStore } from '@ml/persistence/stores/gateway/api-key-store';
import type { ApiKey } from '@ml/persistence/stores/gateway/api-key';
import type { Logger } from '@ml/platform/logger';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { GatewaySettings } from '../settings';
import { hashBytes, keyHash } from './key-text';
import type { Identity } from './identity';
import { RefusedHashes } from './refused-hashes';

const REFUSED_TTL_MS = 10_000;
const MOST_REFUSED = 10_000;

/** All good keys in memory, so that requests are let in while the database is away; a key made elsewhere is found at its first use. */
@Injectable()
export class KeyRing implements OnModuleInit, OnModuleDestroy {
  private known = new Map<string, Identity>();
  private revision = -1;
  private bootstrapped = false;
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;
  private readonly refused = new RefusedHashes(REFUSED_TTL_MS, MOST_REFUSED);
  private uses = new Map<string, Date>();

  constructor(
    @Inject(ApiKeyStore) private readonly store: ApiKeyStore,
    @Inject(SETTINGS) private readonly settings: GatewaySettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.poll();
    this.timer = setInterval(() => void this.poll(), this.settings.keyPollSeconds * 1000).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Without asking anybody. undefined: not known here, `lookUp` may know. */
  find(key: string, now = Date.now()): Identity | undefined {
    const identity = this.known.get(keyHash(key));
    if (identity === undefined || isOver(identity, now)) return undefined;
    this.uses.set(identity.keyId, new Date(now));
    return identity;
  }

  /** Asks the database. @throws AppError UNAVAILABLE when it is away: then nobody can say that the key is wrong. */
  async lookUp(key: string, now = Date.now()): Promise<Identity | undefined> {
    const hash = keyHash(key);
    if (this.refused.has(hash, now)) return undefined;
    // Not into a newer map: the key may be revoked while we ask.
    const { known } = this;
    const found = await this.store.findByHash(hashBytes(key));
    if (found === undefined) {
      this.refused.add(hash, now);
      return undefined;
    }
    const identity = toIdentity(found);
    known.set(hash, identity);
    return identity;
  }

  /** Takes over every change at once, without waiting for the next look. */
  async refresh(): Promise<void> {
    const { revision, keys } = await this.store.listActive();
    this.known = new Map(keys.map((key) => [key.sha256.toString('hex'), toIdentity(key)]));
    this.revision = revision;
    this.refused.clear();
  }

  private poll(): Promise<void> {
    this.polling ??= this.look()
      .catch((error: unknown) => this.logger.warn({ error: String(error) }, 'the API keys could not be read; those known still count'))
      .finally(() => (this.polling = undefined));
    return this.polling;
  }

  private async look(): Promise<void> {
    if (!this.bootstrapped) await this.bootstrap();
    if ((await this.store.revision()) !== this.revision) await this.refresh();
    const uses = this.uses;
    this.uses = new Map();
    await this.store.touch(uses);
  }

  /** Keys that an installer chose beforehand; the same key twice is one. */
  private async bootstrap(): Promise<void> {
    const { bootstrapPlatformKey, bootstrapAdminKey } = this.settings;
    if (bootstrapPlatformKey !== null) await this.store.create({ name: 'bootstrap platform key', scope: 'platform', tenant: null, sha256: hashBytes(bootstrapPlatformKey) });
    if (bootstrapAdminKey !== null) await this.store.create({ name: 'bootstrap admin key', scope: 'admin', tenant: null, sha256: hashBytes(bootstrapAdminKey) });
    this.bootstrapped = true;
  }
}

const isOver = ({ expiresAt }: Identity, now: number): boolean => expiresAt !== null && expiresAt <= now;

const toIdentity = (key: ApiKey): Identity => ({ keyId: key.id, scope: key.scope, tenant: key.tenant, expiresAt: key.expires_at?.getTime() ?? null });
