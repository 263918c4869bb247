import { describe, expect, it } from 'vitest';
import { verdictOn } from './verdict-on';

const AT = '2026-11-20T10:00:00.123Z';
const KNOWN = { body_hash: 'one', received_at: new Date(AT) };
const on = (said: { body_hash?: string; received_at?: string; event_id?: string | null }) => verdictOn({ body_hash: 'one', received_at: AT, event_id: null, ...said }, KNOWN);

describe('a report beside the one that is kept under its key', () => {
  it('is the kept one itself when it was received at the same instant: the stream delivers at least once', () => expect(on({})).toBe('counted'));
  it('is a duplicate when the same was received again', () => expect(on({ received_at: '2026-11-20T10:00:00.124Z' })).toBe('duplicate'));
  it('is a duplicate of its second when it says something else and names no event', () => expect(on({ body_hash: 'two' })).toBe('duplicate'));
  it('reuses an event id when it says something else under it', () => expect(on({ body_hash: 'two', event_id: 'e-1' })).toBe('reused'));
});
