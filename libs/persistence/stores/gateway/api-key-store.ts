import { AppError } from '@ml/contracts/app-error';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuid7, validate as isUuid } from 'uuid';
import { Database } from '../../database';
import type { Tx } from '../../tx';
import { apiKeyEntity, type ApiKey, type HashedApiKey, type KeyScope } from './api-key';

export interface NewApiKey {
  readonly name: string;
  readonly sha256: Buffer;
  readonly scope: KeyScope;
  readonly tenant: string | null;
  readonly expiresAt?: Date;
}

export interface Rotation {
  /** Of the new key. */
  readonly sha256: Buffer;
  /** How long both keys are good. */
  readonly graceSeconds: number;
}

/** What a gateway keeps in memory: all keys that are good now, as of a revision. */
export interface ActiveKeys {
  readonly revision: number;
  readonly keys: readonly HashedApiKey[];
}

const COLUMNS = 'id, name, scope, tenant, created_at, expires_at, revoked_at, last_used_at, rotated_from';
const GOOD = 'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())';

/** API keys. The database must have been made with `apiKeyEntity`. Every method fails with UNAVAILABLE (retryable) while the database is away. */
@Injectable()
export class ApiKeyStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** A key whose hash is known already is returned as it is. */
  create(key: NewApiKey): Promise<ApiKey> {
    return this.changing(async (tx) => {
      await insertKey(tx, key, null);
      return only(await tx.query<ApiKey>(`SELECT ${COLUMNS} FROM api_keys WHERE sha256 = $1`, [key.sha256]));
    });
  }

  /** Oldest first, revoked and expired ones too; of one tenant, or of all when `tenant` is null. */
  list(tenant: string | null): Promise<readonly ApiKey[]> {
    return this.database.transaction((tx) =>
      tx.manager.getRepository(apiKeyEntity).find({ where: tenant === null ? {} : { tenant }, order: { created_at: 'ASC', id: 'ASC' } }),
    );
  }

  /** The key that is good now; undefined when there is none. */
  async findByHash(sha256: Buffer): Promise<ApiKey | undefined> {
    const [key] = await this.database.query<ApiKey>(`SELECT ${COLUMNS} FROM api_keys WHERE sha256 = $1 AND ${GOOD}`, [sha256]);
    return key;
  }

  /** Twice is once. @throws AppError NOT_FOUND */
  revoke(id: string): Promise<ApiKey> {
    return this.changing(async (tx) =>
      only(await tx.query<ApiKey>(`UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 RETURNING ${COLUMNS}`, [asId(id)])),
    );
  }

  /** Makes a successor with the same rights; the old key is good for a while longer, so nobody is locked out. @throws AppError NOT_FOUND */
  rotate(id: string, { sha256, graceSeconds }: Rotation): Promise<ApiKey> {
    return this.changing(async (tx) => {
      const old = only(
        await tx.query<ApiKey>(
          `UPDATE api_keys SET expires_at = least(expires_at, now() + $2 * interval '1 second') WHERE id = $1 AND ${GOOD} RETURNING ${COLUMNS}`,
          [asId(id), graceSeconds],
        ),
      );
      await insertKey(tx, { name: old.name, scope: old.scope, tenant: old.tenant, sha256 }, old.id);
      return only(await tx.query<ApiKey>(`SELECT ${COLUMNS} FROM api_keys WHERE sha256 = $1`, [sha256]));
    });
  }

  /** Read together, so that the keys are never older than the revision says. */
  async listActive(): Promise<ActiveKeys> {
    const revision = await this.revision();
    const keys = await this.database.query<HashedApiKey>(`SELECT sha256, ${COLUMNS} FROM api_keys WHERE ${GOOD}`);
    return { revision, keys };
  }

  /** Rises with every change: ask for this every few seconds and for the keys only when it has risen. */
  async revision(): Promise<number> {
    const [row] = await this.database.query<{ revision: number }>("SELECT revision FROM revisions WHERE name = 'api_keys'");
    return row?.revision ?? 0;
  }

  /** Written now and then, for many keys at once; no change that anybody needs to hear of. */
  async touch(uses: ReadonlyMap<string, Date>): Promise<void> {
    if (uses.size === 0) return;
    await this.database.execute(
      `UPDATE api_keys SET last_used_at = greatest(last_used_at, used.at)
       FROM unnest($1::uuid[], $2::timestamptz[]) AS used(id, at) WHERE api_keys.id = used.id`,
      [[...uses.keys()], [...uses.values()]],
    );
  }

  private changing<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      // First: it makes changes wait for each other, so a revision is never seen before the change it stands for.
      await tx.execute("UPDATE revisions SET revision = revision + 1 WHERE name = 'api_keys'");
      return work(tx);
    });
  }
}

const insertKey = async (tx: Tx, key: NewApiKey, rotatedFrom: string | null): Promise<void> => {
  await tx.execute(
    'INSERT INTO api_keys (id, name, sha256, scope, tenant, expires_at, rotated_from) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (sha256) DO NOTHING',
    [uuid7(), key.name, key.sha256, key.scope, key.tenant, key.expiresAt ?? null, rotatedFrom],
  );
};

const noSuchKey = (): AppError => new AppError('NOT_FOUND', 'there is no such API key', { path: 'id' });

const only = (rows: readonly ApiKey[]): ApiKey => {
  const [row] = rows;
  if (row === undefined) throw noSuchKey();
  return row;
};

const asId = (id: string): string => {
  if (!isUuid(id)) throw noSuchKey();
  return id;
};
