import { field } from '../field';

const UUID = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
const ID = { pattern: UUID, example: '019a7b1e-8c00-7000-8000-0000000000b1' } as const;
export const KEY_SCOPES = ['platform', 'operator', 'admin', 'viewer'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

export class NewApiKeyDto {
  @field.text({ what: 'For people: who uses it. Needed unless the key replaces another.', max: 128, example: 'core platform, production', optional: true })
  readonly name?: string;

  @field.text({
    what: '`platform`: asks for decisions. `operator`: also starts fetches. `admin`: everything. `viewer`: reads. Needed unless the key replaces another.',
    of: KEY_SCOPES,
    example: 'platform',
    optional: true,
  })
  readonly scope?: KeyScope;

  @field.text({ what: 'The customer (tenant) the key is bound to; without it the key sees all.', max: 128, example: 'cu-1', optional: true })
  readonly tenant?: string;

  @field.time({ what: 'When it stops working; never when left out.', example: '2027-11-20T00:00:00Z', optional: true })
  readonly expires_at?: string;

  @field.text({ what: 'Id of the key this one replaces: name, scope and tenant are taken from it, and it works on for the grace period.', ...ID, optional: true, rare: true })
  readonly rotated_from?: string;

  @field.integer({ what: 'How long the replaced key works on; a day unless told.', unit: 'seconds', min: 0, max: 2_592_000, example: 86_400, optional: true, rare: true })
  readonly grace_seconds?: number;
}

export class ApiKeyPath {
  @field.text({ what: 'Id of the key.', ...ID })
  readonly key_id!: string;
}

export class ApiKeyDto {
  @field.text({ what: 'Id of the key.', ...ID })
  readonly id!: string;

  @field.text({ what: 'For people.', example: 'core platform, production' })
  readonly name!: string;

  @field.text({ what: 'What it may do.', of: KEY_SCOPES, example: 'platform' })
  readonly scope!: KeyScope;

  @field.text({ what: 'Whom it is bound to; null sees all.', example: 'cu-1', nullable: true })
  readonly tenant!: string | null;

  @field.time({ what: 'When it was made.', example: '2026-11-20T10:00:00Z' })
  readonly created_at!: string;

  @field.time({ what: 'When it stops working.', example: '2027-11-20T00:00:00Z', nullable: true })
  readonly expires_at!: string | null;

  @field.time({ what: 'When it was revoked.', example: '2026-12-01T00:00:00Z', nullable: true })
  readonly revoked_at!: string | null;

  @field.time({ what: 'When it was last seen, to the minute.', example: '2026-11-20T11:05:00Z', nullable: true })
  readonly last_used_at!: string | null;

  @field.text({ what: 'The key it replaced.', ...ID, nullable: true })
  readonly rotated_from!: string | null;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  @field.text({ what: 'The key itself: shown this once, nobody can read it again.', example: 'mlk_Zm9yIGRvY3VtZW50YXRpb24gb25seSwgbm90IGEga2V5' })
  readonly key!: string;
}
