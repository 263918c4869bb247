import type { Memory } from '@ml/contracts/decision';
import type { Read } from '@ml/state/read';
import { StateFault } from '@ml/state/fault';
import type { EpochMs } from '@ml/units/brand';

/**
 * What is remembered under `<kind>:<name>`, by name. A value of another form (an older version wrote it) is as good as forgotten.
 */
export const recalled = <T>(memory: readonly Memory[], kind: string, read: Read<T>): ReadonlyMap<string, T> => {
  const prefix = `${kind}:`;
  const found = new Map<string, T>();
  for (const { key, value } of memory) {
    const known = key.startsWith(prefix) ? readable(read, value) : undefined;
    if (known !== undefined) found.set(key.slice(prefix.length), known);
  }
  return found;
};

export interface Remembered {
  readonly kind: string;
  readonly name: string;
  readonly value: unknown;
  readonly forgetAt: number;
}

export const remembered = ({ kind, name, value, forgetAt }: Remembered): Memory => ({
  key: `${kind}:${name}`,
  value,
  expires_at: new Date(forgetAt).toISOString(),
});

/** Expired memories are left out by whoever recalls them; this is for engines that are handed more than is in force. */
export const inForce = (memory: readonly Memory[], now: EpochMs): readonly Memory[] => memory.filter(({ expires_at: until }) => Date.parse(until) > now);

const readable = <T>(read: Read<T>, value: unknown): T | undefined => {
  try {
    return read(value);
  } catch (error) {
    if (error instanceof StateFault) return undefined;
    throw error;
  }
};
