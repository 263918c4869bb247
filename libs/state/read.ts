import { StateFault, type StateFaultCode } from './fault';

/**
 * Reads one value or throws a StateFault.
 * A reader knows nothing of where it stands: whoever holds it adds its key to a passing fault, so a path costs nothing until something is wrong.
 */
export type Read<T> = (value: unknown) => T;

/** The type that a reader gives. */
export type Reads<R> = R extends Read<infer T> ? T : never;

export const fault = (code: StateFaultCode, problem: string): StateFault => new StateFault(code, '', problem);

/** Runs `read` on what stands under `key`. */
export const under = <T>(key: string | number, read: Read<T>, value: unknown): T => {
  try {
    return read(value);
  } catch (error) {
    throw error instanceof StateFault ? error.within(key) : error;
  }
};

/** A value as it appears in a message: short, and never a whole object. */
export const shown = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}...`;
};

const MAX_SHOWN = 80;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
