import { bytes, type Bytes } from '@ml/units/brand';
import { MIB } from '@ml/units/size';
import type { OomConfig } from './config';

export interface Bumping {
  readonly request: Bytes | null;
  readonly limit: Bytes | null;
  /** The most that was measured; null when nothing was. */
  readonly peak: Bytes | null;
}

export interface Bump {
  readonly request: Bytes;
  /** null where there is none today. */
  readonly limit: Bytes | null;
  /** Whether the cap of the limit cut it short. */
  readonly capped: boolean;
}

type BumpRules = Pick<OomConfig, 'factor' | 'max_factor' | 'headroom_mib'>;

/**
 * request' = max(factor x request, peak + headroom); limit' = max(limit, request'), at most max_factor x the limit of today.
 * A container is killed at its limit, so the peak was at least that, whatever was measured between two samples.
 * Without a limit the cap counts from the request. null when there is neither. Rounded up to whole MiB, but not past the cap.
 */
export const bumped = ({ request, limit, peak }: Bumping, rules: BumpRules): Bump | null => {
  const today = limit ?? request;
  if (today === null || today === 0) return null;
  const reached = Math.max(peak ?? 0, limit ?? 0);
  const wanted = Math.max(rules.factor * (request ?? 0), reached + rules.headroom_mib * MIB);
  const most = rules.max_factor * today;
  const granted = bytes(Math.min(upToMib(wanted), Math.floor(most)));
  return { request: granted, limit: limit === null ? null : bytes(Math.max(limit, granted)), capped: wanted > most };
};

const upToMib = (amount: number): number => Math.ceil(amount / MIB) * MIB;
