import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedPreferences, collects, noPreferences } from './change-preferences';

const at = (now: string) => ({ now, industryOf: (text: string) => (text === 'technology' ? text : 'other') });
const FIRST = '2026-11-20T10:00:00.000Z';
const LATER = '2026-11-22T10:00:00.000Z';
const flags = fc.option(fc.boolean(), { nil: undefined });
const changes = fc
  .record({ ml_data_collection_consent: flags, objection: flags })
  .map(({ ml_data_collection_consent: consent, objection }) => ({ ...(consent !== undefined && { ml_data_collection_consent: consent }), ...(objection !== undefined && { objection }) }));

describe('preferences', () => {
  it('keep when something was first said, not when it was repeated', () => {
    const first = changedPreferences(noPreferences(3), { ml_data_collection_consent: true, objection: true }, at(FIRST));
    expect(changedPreferences(first, { ml_data_collection_consent: true, objection: true }, at(LATER))).toEqual(first);
    expect(changedPreferences(first, { ml_data_collection_consent: false, objection: false }, at(LATER))).toMatchObject({ ml_consent_date: LATER, objected_at: null });
  });

  it('keep an industry by a name that may be kept, and forget it when told', () => {
    const known = changedPreferences(noPreferences(3), { anonymized_industry: 'Jane Doe Inc' }, at(FIRST));
    expect(known.anonymized_industry).toBe('other');
    expect(changedPreferences(known, {}, at(LATER)).anonymized_industry).toBe('other');
    expect(changedPreferences(known, { anonymized_industry: null }, at(LATER)).anonymized_industry).toBeNull();
  });

  it('never collect of whoever objects, whatever else was said, and in opt_in of nobody who has not agreed', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 6 }), (said) => {
        const last = said.reduce((before, change) => changedPreferences(before, change, at(LATER)), noPreferences(3));
        expect(collects(last, 'automatic')).toBe(!last.objection);
        expect(collects(last, 'opt_in')).toBe(!last.objection && last.ml_data_collection_consent === true);
        expect(last.objected_at === null).toBe(!last.objection);
        expect(last.ml_consent_date === null).toBe(last.ml_data_collection_consent === null);
      }),
    );
  });

  it('say the same when they are told twice', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const once = changedPreferences(noPreferences(3), change, at(FIRST));
        expect(changedPreferences(once, change, at(LATER))).toEqual(once);
      }),
    );
  });
});
