import { describe, expect, it } from 'vitest';
import type { DecisionEnvelope } from '@ml/contracts/decision';
import { runInCall } from '@ml/platform/call-context';
import { tenantOf } from './tenant-of';

const asked = (tenant: string | null, customer_id: string | null): string =>
  runInCall({ requestId: 'r', tenant, scope: 'platform', deadline: Date.now() + 1_000 }, () => tenantOf({ customer_id } as DecisionEnvelope));

describe('the tenant of a decision', () => {
  it("is the key's, whatever customer is named", () => {
    expect(asked('acme', 'other')).toBe('acme');
  });

  it('is the customer that the platform names', () => {
    expect(asked(null, 'acme')).toBe('acme');
  });

  it('is nobody who can have a key when the platform names none', () => {
    expect(asked(null, null)).toBe('');
  });
});
