import type { KeyScope } from '@ml/contracts/dto/api-key-dto';

/** Whoever holds a good key. */
export interface Identity {
  readonly keyId: string;
  readonly scope: KeyScope;
  /** null: sees all tenants. */
  readonly tenant: string | null;
  /** Milliseconds since the epoch; null: never. */
  readonly expiresAt: number | null;
}
