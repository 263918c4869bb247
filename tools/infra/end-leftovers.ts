import { endProcess } from './end-process';
import type { PidEntry, PidFile } from './pid-file';

const GRACE_MS = 10_000;

/** Ends what a killed run has left behind, last started first; returns what was ended. */
export const endLeftovers = async (pids: PidFile): Promise<readonly PidEntry[]> => {
  const left = [...pids.living()].reverse();
  for (const entry of left) await endProcess(entry, { signal: entry.stopSignal, graceMs: GRACE_MS });
  pids.clear();
  return left;
};
