import { createHash, randomUUID } from 'node:crypto';
import { ownedDatabase } from '@ml/testing/owned-database';
import { describe, expect, it } from 'vitest';
import { apiKeyEntity, type ApiKey } from './api-key';
import { ApiKeyStore } from './api-key-store';

const database = await ownedDatabase('gateway');
const pool = database.connect({ entities: [apiKeyEntity] });
const store = new ApiKeyStore(pool);

const hash = (key: string): Buffer => createHash('sha256').update(key).digest();
const create = (key: string, over: Partial<Parameters<ApiKeyStore['create']>[0]> = {}): Promise<ApiKey> =>
  store.create({ name: key, sha256: hash(key), scope: 'viewer', tenant: 'acme', ...over });
const activeHashes = async (): Promise<string[]> => (await store.listActive()).keys.map(({ sha256 }) => sha256.toString('hex'));

describe('API keys', () => {
  it('are found by their hash, and made only once for a hash', async () => {
    const [first, second] = await Promise.all([create('one'), create('one', { name: 'again' })]);
    expect(first.id).toBe(second.id);
    expect(await store.findByHash(hash('one'))).toEqual(first);
    expect(await store.findByHash(hash('unknown'))).toBeUndefined();
  });

  it('are listed by tenant, without their hash', async () => {
    await create('theirs', { tenant: 'globex' });
    await create('ours', { tenant: null, scope: 'platform' });
    const listed = await store.list('globex');
    expect(listed.map(({ name }) => name)).toEqual(['theirs']);
    expect(listed[0]).not.toHaveProperty('sha256');
    expect((await store.list(null)).length).toBeGreaterThan(2);
  });

  it('are good until they expire or are revoked', async () => {
    const revoked = await create('revoked');
    await create('expired', { expiresAt: new Date(Date.now() - 1_000) });
    const once = await store.revoke(revoked.id);
    expect((await store.revoke(revoked.id)).revoked_at).toEqual(once.revoked_at);
    for (const key of ['revoked', 'expired']) {
      expect(await store.findByHash(hash(key))).toBeUndefined();
      expect(await activeHashes()).not.toContain(hash(key).toString('hex'));
    }
  });

  it('are rotated without a moment in which neither key is good', async () => {
    const old = await create('old', { scope: 'operator' });
    const successor = await store.rotate(old.id, { sha256: hash('new'), graceSeconds: 60 });
    expect(successor).toMatchObject({ scope: 'operator', tenant: 'acme', rotated_from: old.id, expires_at: null });
    expect(await activeHashes()).toEqual(expect.arrayContaining([hash('old').toString('hex'), hash('new').toString('hex')]));
    const replaced = await store.rotate(successor.id, { sha256: hash('newest'), graceSeconds: 0 });
    expect(await store.findByHash(hash('new'))).toBeUndefined();
    await expect(store.rotate(successor.id, { sha256: hash('x'), graceSeconds: 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(replaced.rotated_from).toBe(successor.id);
  });

  it('raise the revision with every change and with nothing else', async () => {
    const before = await store.revision();
    const key = await create('revised');
    expect(await store.revision()).toBe(before + 1);
    await store.touch(new Map([[key.id, new Date('2026-11-20T10:00:00Z')]]));
    await store.touch(new Map([[key.id, new Date('2026-11-20T09:00:00Z')]]));
    expect((await store.findByHash(hash('revised')))?.last_used_at).toEqual(new Date('2026-11-20T10:00:00Z'));
    expect(await store.revision()).toBe(before + 1);
    await store.revoke(key.id);
    expect((await store.listActive()).revision).toBe(before + 2);
  });

  it.each([randomUUID(), 'nonsense'])('cannot be revoked when there is no such key: %s', async (id) => {
    await expect(store.revoke(id)).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });
});
