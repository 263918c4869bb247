import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completed, failed, isHeld, isSpent, leased, retryDelayMs, type JobChange, type JobStanding, type Verdict } from './rebalance-lease';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const DUE: JobStanding = { status: 'PENDING', available_at: NOW, started_at: null, lease_until: null, lease_token: null, fencing_token: 0, attempts: 0, recovered: false };
const rules = (now = NOW, mostAttempts = 3) => ({ now, mostAttempts });
const by = (newToken: string, token?: string) => ({ worker: 'w', seconds: 60, token, newToken });
const after = (job: JobStanding, verdict: Verdict): JobStanding => ('change' in verdict ? { ...job, ...(verdict.change as Partial<JobStanding>) } : job);
const changeOf = (verdict: Verdict): JobChange | undefined => ('change' in verdict ? verdict.change : undefined);
const held = after(DUE, leased(DUE, by('a'), rules()));

describe('the lease of a job', () => {
  it('begins when the job is due and nobody has it, and lasts as long as was asked for', () => {
    expect(changeOf(leased(DUE, by('a'), rules()))).toMatchObject({ status: 'IN_PROGRESS', lease_token: 'a', lease_until: NOW + 60_000, fencing_token: 1, attempts: 1, started_at: NOW });
    expect(leased({ ...DUE, available_at: NOW + 1 }, by('a'), rules())).toEqual({ refused: 'JOB_NOT_DUE', until: NOW + 1 });
  });

  it('keeps others out until its last instant, and not a millisecond longer', () => {
    expect(leased(held, by('b'), rules(NOW + 59_999))).toEqual({ refused: 'JOB_LEASED', until: NOW + 60_000 });
    expect(changeOf(leased(held, by('b'), rules(NOW + 60_000)))).toMatchObject({ lease_token: 'b', fencing_token: 2, attempts: 2, started_at: NOW });
  });

  it('does not begin any more when the pool has recovered, but whoever has it goes on and ends it', () => {
    expect(leased({ ...DUE, recovered: true }, by('a'), rules())).toEqual({ refused: 'JOB_ENDED', until: null });
    const going = { ...held, recovered: true };
    expect(leased(going, by('b'), rules())).toEqual({ refused: 'JOB_LEASED', until: NOW + 60_000 });
    expect(changeOf(leased(going, by('x', 'a'), rules()))).toEqual({ worker: 'w', lease_until: NOW + 60_000 });
    expect(changeOf(completed(going, { token: 'a', movedNodes: 1 }, rules()))).toMatchObject({ status: 'COMPLETED' });
    expect(leased(going, by('b'), rules(NOW + 60_000))).toEqual({ refused: 'JOB_ENDED', until: null });
  });

  it('is prolonged with its token while it lasts, as the same lease', () => {
    expect(changeOf(leased(held, by('x', 'a'), rules(NOW + 30_000)))).toEqual({ worker: 'w', lease_until: NOW + 90_000 });
    expect(leased(held, by('x', 'b'), rules(NOW + 30_000))).toEqual({ refused: 'LEASE_LOST', until: null });
    expect(leased(held, by('x', 'a'), rules(NOW + 60_000))).toEqual({ refused: 'LEASE_LOST', until: null });
    expect(leased(DUE, by('x', 'a'), rules())).toEqual({ refused: 'LEASE_LOST', until: null });
  });

  it('ends with a completion that can be repeated', () => {
    const verdict = completed(held, { token: 'a', movedNodes: 4 }, rules());
    expect(changeOf(verdict)).toEqual({ status: 'COMPLETED', completed_at: NOW, lease_until: null, moved_nodes: 4 });
    const done = after(held, verdict);
    expect(completed(done, { token: 'a', movedNodes: 4 }, rules(NOW + 1e9))).toEqual({ repeated: true });
    expect(completed(done, { token: 'b', movedNodes: 4 }, rules())).toEqual({ refused: 'JOB_ENDED', until: null });
    expect(failed(done, { token: 'a', text: 'no', retry: true }, rules())).toEqual({ refused: 'JOB_ENDED', until: null });
    expect(leased(done, by('b'), rules())).toEqual({ refused: 'JOB_ENDED', until: null });
  });

  it('is lost by whoever comes too late, also when nobody else has come', () => {
    expect(completed(held, { token: 'a', movedNodes: null }, rules(NOW + 60_000))).toEqual({ refused: 'LEASE_LOST', until: null });
    expect(failed(held, { token: 'a', text: 'no', retry: false }, rules(NOW + 60_000))).toEqual({ refused: 'LEASE_LOST', until: null });
    expect(completed(held, { token: 'b', movedNodes: null }, rules())).toEqual({ refused: 'LEASE_LOST', until: null });
  });

  it('fails for good, or is due again later each time', () => {
    expect(changeOf(failed(held, { token: 'a', text: 'no room', retry: false }, rules()))).toEqual({ status: 'FAILED', completed_at: NOW, lease_until: null, error_message: 'no room' });
    const verdict = failed(held, { token: 'a', text: 'no room', retry: true }, rules());
    expect(changeOf(verdict)).toEqual({ status: 'PENDING', available_at: NOW + 30_000, lease_until: null, error_message: 'no room' });
    const waiting = after(held, verdict);
    expect(failed(waiting, { token: 'a', text: 'no room', retry: true }, rules())).toEqual({ repeated: true });
    expect(completed(waiting, { token: 'a', movedNodes: 1 }, rules())).toEqual({ refused: 'LEASE_LOST', until: null });
    expect(leased(waiting, by('b'), rules(NOW + 29_999))).toEqual({ refused: 'JOB_NOT_DUE', until: NOW + 30_000 });
    expect([1, 2, 3, 20].map(retryDelayMs)).toEqual([30_000, 60_000, 120_000, 900_000]);
  });

  it('is given so many times at most, whether they failed or ran out', () => {
    const third: JobStanding = { ...held, attempts: 3 };
    expect(changeOf(failed(third, { token: 'a', text: 'no', retry: true }, rules()))).toMatchObject({ status: 'FAILED' });
    expect(isSpent(third, rules(NOW + 59_999))).toBe(false);
    expect(isSpent(third, rules(NOW + 60_000))).toBe(true);
    expect(leased(third, by('b'), rules(NOW + 60_000))).toEqual({ refused: 'JOB_ENDED', until: null });
  });

  const step = fc.record({ who: fc.constantFrom('a', 'b', 'c'), what: fc.constantFrom('lease', 'prolong', 'complete', 'fail', 'retry'), waitMs: fc.integer({ min: 0, max: 120_000 }) });

  it('is never held by two, whoever does what and when; its fencing number only rises', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let job = DUE;
        let now = NOW;
        let leases = 0;
        const tokens = new Map<string, string>();
        for (const { who, what, waitMs } of steps) {
          now += waitMs;
          const before = job;
          const token = tokens.get(who) ?? 'none';
          const wasHeld = isHeld(before, now);
          const mine = wasHeld && before.lease_token === token;
          const verdict = {
            lease: () => leased(job, by(`${who}${String((leases += 1))}`), rules(now)),
            prolong: () => leased(job, by('never', token), rules(now)),
            complete: () => completed(job, { token, movedNodes: 1 }, rules(now)),
            fail: () => failed(job, { token, text: 'no', retry: false }, rules(now)),
            retry: () => failed(job, { token, text: 'no', retry: true }, rules(now)),
          }[what]();
          job = after(job, verdict);
          if (!('change' in verdict)) continue;
          // Whoever changes anything holds the job, or begins when nobody does.
          expect(what === 'lease' ? !wasHeld : mine).toBe(true);
          if (what === 'lease') tokens.set(who, job.lease_token ?? '');
          expect(job.fencing_token - before.fencing_token).toBe(what === 'lease' ? 1 : 0);
          expect(job.attempts).toBeLessThanOrEqual(3);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
