import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPANY_SIZES } from '@ml/contracts/privacy';
import { keptAction } from './kept-action';

const posted = { event_id: 'e', user_id: 'u', account_id: 'a', resource_id: 'r', action: 'deleted', action_at: '2026-11-20T13:45:00+01:00' } as const;

describe('an action', () => {
  it('is kept in UTC, with an industry of known words and a size of the list', () => {
    expect(keptAction({ ...posted, industry: 'Financial Services', company_size: '51-200' }, COMPANY_SIZES)).toEqual({
      told: { action_taken: 'deleted', action_at: '2026-11-20T12:45:00.000Z', industry_anonymized: 'financial_services', company_size_bucket: '51-200' },
      faults: [],
    });
  });

  it('names what is not kept, without quoting it', () => {
    const { told, faults } = keptAction({ ...posted, industry: 'Jane Doe Inc', company_size: 'jane@example.org' }, COMPANY_SIZES);
    expect(told).toMatchObject({ industry_anonymized: 'other', company_size_bucket: null });
    expect(faults.map(({ path, code }) => [path, code])).toEqual([['industry', 'UNKNOWN_INDUSTRY'], ['company_size', 'UNKNOWN_COMPANY_SIZE']]);
  });

  it('keeps nothing of any other text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string({ minLength: 1 }), (id, size) => {
        const kept = JSON.stringify(keptAction({ ...posted, industry: `acme ${id}`, company_size: `${size}?` }, COMPANY_SIZES));
        expect(kept).not.toContain('acme');
        expect(JSON.parse(kept)).toMatchObject({ told: { industry_anonymized: 'other', company_size_bucket: null } });
      }),
    );
  });
});
