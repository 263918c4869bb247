import type { RebalanceStatus } from '@ml/contracts/rebalance';
import { MINUTE_MS, SECOND_MS } from '@ml/units/time';

/** How a job stands. Milliseconds since the epoch. */
export interface JobStanding {
  readonly status: RebalanceStatus;
  readonly available_at: number;
  readonly started_at: number | null;
  readonly lease_until: number | null;
  readonly lease_token: string | null;
  readonly fencing_token: number;
  readonly attempts: number;
  /** The episode it was made for has ended: it is not begun any more. */
  readonly recovered: boolean;
}

/** What becomes of a job. Milliseconds since the epoch. */
export interface JobChange {
  readonly status?: RebalanceStatus;
  readonly available_at?: number;
  readonly started_at?: number;
  readonly completed_at?: number;
  readonly lease_until?: number | null;
  readonly lease_token?: string;
  readonly fencing_token?: number;
  readonly attempts?: number;
  readonly worker?: string;
  readonly error_message?: string;
  readonly moved_nodes?: number | null;
}

export interface Refusal {
  readonly refused: 'JOB_ENDED' | 'JOB_LEASED' | 'JOB_NOT_DUE' | 'LEASE_LOST';
  /** When it may be asked again; null: never. */
  readonly until: number | null;
}

/** `repeated`: it was said before, and nothing changes. */
export type Verdict = Refusal | { readonly change: JobChange } | { readonly repeated: true };

export interface LeaseTerms {
  readonly worker: string;
  readonly seconds: number;
  /** Of the lease that is to be prolonged. */
  readonly token: string | undefined;
  /** For a lease that begins. */
  readonly newToken: string;
}

export interface Rules {
  readonly now: number;
  /** Leases after which a job that did not succeed has failed. */
  readonly mostAttempts: number;
}

const ENDED: ReadonlySet<RebalanceStatus> = new Set<RebalanceStatus>(['COMPLETED', 'FAILED', 'EXPIRED']);
const FIRST_RETRY_MS = 30 * SECOND_MS;
const LONGEST_RETRY_MS = 15 * MINUTE_MS;

export const isEnded = (status: RebalanceStatus): boolean => ENDED.has(status);

/** Whether nobody else may have it just now. */
export const isHeld = ({ status, lease_until }: JobStanding, now: number): boolean => status === 'IN_PROGRESS' && lease_until !== null && lease_until > now;

/** Its last lease has run out: nobody may have it any more. */
export const isSpent = (job: JobStanding, { now, mostAttempts }: Rules): boolean => job.status === 'IN_PROGRESS' && !isHeld(job, now) && job.attempts >= mostAttempts;

const refuse = (refused: Refusal['refused'], until: number | null = null): Refusal => ({ refused, until });

/** A lease for somebody: a new one when nobody holds the job, the same for longer when the token is that of the lease that lasts. */
export const leased = (job: JobStanding, terms: LeaseTerms, rules: Rules): Verdict => {
  if (isEnded(job.status) || isSpent(job, rules)) return refuse('JOB_ENDED');
  return terms.token === undefined ? begun(job, terms, rules) : prolonged(job, terms, rules);
};

const begun = (job: JobStanding, { worker, seconds, newToken }: LeaseTerms, { now }: Rules): Verdict => {
  if (isHeld(job, now)) return refuse('JOB_LEASED', job.lease_until);
  if (job.recovered) return refuse('JOB_ENDED');
  if (job.status === 'PENDING' && job.available_at > now) return refuse('JOB_NOT_DUE', job.available_at);
  return {
    change: {
      status: 'IN_PROGRESS',
      worker,
      lease_token: newToken,
      lease_until: now + seconds * SECOND_MS,
      fencing_token: job.fencing_token + 1,
      attempts: job.attempts + 1,
      started_at: job.started_at ?? now,
    },
  };
};

const prolonged = (job: JobStanding, { worker, seconds, token }: LeaseTerms, { now }: Rules): Verdict =>
  isHeld(job, now) && job.lease_token === token ? { change: { worker, lease_until: now + seconds * SECOND_MS } } : refuse('LEASE_LOST');

export interface Completion {
  readonly token: string;
  readonly movedNodes: number | null;
}

/** The same completion again changes nothing. */
export const completed = (job: JobStanding, { token, movedNodes }: Completion, { now }: Rules): Verdict => {
  if (job.status === 'COMPLETED' && job.lease_token === token) return { repeated: true };
  const refusal = endingRefusal(job, token, now);
  return refusal ?? { change: { status: 'COMPLETED', completed_at: now, lease_until: null, moved_nodes: movedNodes } };
};

export interface Failure {
  readonly token: string;
  readonly text: string;
  readonly retry: boolean;
}

/** With `retry` it is due again, later each time, as long as it may be leased at all. The same failure again changes nothing. */
export const failed = (job: JobStanding, { token, text, retry }: Failure, { now, mostAttempts }: Rules): Verdict => {
  if (wasFailed(job) && job.lease_token === token) return { repeated: true };
  const refusal = endingRefusal(job, token, now);
  if (refusal !== null) return refusal;
  const again = retry && job.attempts < mostAttempts;
  return {
    change: again
      ? { status: 'PENDING', available_at: now + retryDelayMs(job.attempts), lease_until: null, error_message: text }
      : { status: 'FAILED', completed_at: now, lease_until: null, error_message: text },
  };
};

const wasFailed = ({ status, lease_token }: JobStanding): boolean => status === 'FAILED' || (status === 'PENDING' && lease_token !== null);

/** After so many leases. */
export const retryDelayMs = (attempts: number): number => Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1));

const endingRefusal = (job: JobStanding, token: string, now: number): Refusal | null => {
  if (isEnded(job.status)) return refuse('JOB_ENDED');
  return isHeld(job, now) && job.lease_token === token ? null : refuse('LEASE_LOST');
};
