import { describe, expect, it } from 'vitest';
import { progressOfRow, type JobRow } from './job-progress';
import { RULES } from './test/stored-jobs';

const row: JobRow = {
  ...{ job_id: 'j', job_kind: 'gap', model_id: null, status: 'filling', error_message: null, ended: false },
  ...{ expected: 100, fetched: 50, inserted: 50, refused: 0, refused_by: {}, chunks_total: 2, chunks_completed: 1, chunks_failed: 0, chunks_cancelled: 0 },
  ...{ weight: 102, weight_done: 51, weight_left: 51, told_line: 0, last_line: 0, fetching_since: new Date(0), fetching_ended_at: null, cancel_asked_at: null },
  marks: [
    { at: 0, settled: 0 },
    { at: 10_000, settled: 51 },
  ],
};
const etaOf = (more: Partial<JobRow>): number | null => progressOfRow({ ...row, ...more }, RULES).eta_seconds;

describe('the time that is left', () => {
  it('is said while the job fetches', () => {
    expect(etaOf({})).toBe(10);
  });

  it('is not said once the job is called off, has all its rows, or has ended', () => {
    expect([etaOf({ cancel_asked_at: new Date(0), status: 'cancelling' }), etaOf({ fetching_ended_at: new Date(0) }), etaOf({ ended: true, status: 'failed' })]).toEqual([null, null, null]);
  });
});
