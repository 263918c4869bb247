import type { ApiKey } from '@ml/persistence/stores/gateway/api-key';
import type { ApiKeyStore } from '@ml/persistence/stores/gateway/api-key-store';
import { createLogger } from '@ml/platform/logger';
import { describe, expect, it } from 'vitest';
import type { GatewaySettings } from '../settings';
import { KeyRing } from './key-ring';
import { hashBytes } from './key-text';

const KEY = 'mlk_somebody';
const held = { id: '1', scope: 'viewer', tenant: null, expires_at: null, sha256: hashBytes(KEY) } as unknown as ApiKey;

/** A store whose answer to a lookup comes when it is told to. */
const slowStore = () => {
  const waiting: ((key: ApiKey) => void)[] = [];
  const store = {
    findByHash: () => new Promise<ApiKey>((resolve) => waiting.push(resolve)),
    listActive: () => Promise.resolve({ revision: 2, keys: [] }),
  };
  return { store: store as unknown as ApiKeyStore, answer: () => waiting.forEach((resolve) => resolve(held)) };
};

describe('the ring of keys', () => {
  it('does not keep a key that is revoked while it is being looked up', async () => {
    const { store, answer } = slowStore();
    const ring = new KeyRing(store, {} as GatewaySettings, createLogger('gateway', { level: 'silent', file: '/dev/null' }));
    const looking = ring.lookUp(KEY);
    await ring.refresh();
    answer();
    await looking;
    expect(ring.find(KEY)).toBeUndefined();
  });
});
