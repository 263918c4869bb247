import { EntitySchema } from 'typeorm';

export const KEY_SCOPES = ['platform', 'operator', 'admin', 'viewer'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** A key as it is known: never the key itself, which nobody but its bearer has. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scope: KeyScope;
  /** null: the platform's own key, which sees all tenants. */
  readonly tenant: string | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
  /** The key that this one replaces. */
  readonly rotated_from: string | null;
}

export interface HashedApiKey extends ApiKey {
  /** SHA-256 of the key: 32 bytes. */
  readonly sha256: Buffer;
}

/** Written as data: decorators would need type metadata of the build. The hash is read only when it is asked for. */
export const apiKeyEntity = new EntitySchema<HashedApiKey>({
  name: 'api_keys',
  columns: {
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    sha256: { type: 'bytea', select: false },
    scope: { type: 'text' },
    tenant: { type: 'text', nullable: true },
    created_at: { type: 'timestamptz', createDate: true },
    expires_at: { type: 'timestamptz', nullable: true },
    revoked_at: { type: 'timestamptz', nullable: true },
    last_used_at: { type: 'timestamptz', nullable: true },
    rotated_from: { type: 'uuid', nullable: true },
  },
});
