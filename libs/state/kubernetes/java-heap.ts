import { bytes, type Bytes } from '@ml/units/brand';
import { GIB, KIB, MIB } from '@ml/units/size';
import { isRecord } from '../read';

interface Launched {
  readonly command: unknown;
  readonly args: unknown;
  readonly env: unknown;
}

/** The Java launcher lets `_JAVA_OPTIONS` win over its command line, and that over what is prepended to it. */
const OVERRIDING = ['_JAVA_OPTIONS'];
const PREPENDED = ['JAVA_OPTS', 'JDK_JAVA_OPTIONS', 'JAVA_TOOL_OPTIONS'];

/** The `-Xmx` of a container, in bytes. Whatever cannot be read is no flag: a command line is not ours to judge, and nothing of it is kept. */
export const javaHeapOf = ({ command, args, env }: Launched): Bytes | null =>
  heapOfVariables(env, OVERRIDING) ?? heapOfTexts(args) ?? heapOfTexts(command) ?? heapOfVariables(env, PREPENDED);

const heapOfTexts = (texts: unknown): Bytes | null => {
  if (!Array.isArray(texts)) return null;
  let found: Bytes | null = null;
  for (const text of texts) found = heapIn(text) ?? found;
  return found;
};

const heapOfVariables = (env: unknown, names: readonly string[]): Bytes | null => {
  if (!Array.isArray(env)) return null;
  for (const name of names) {
    const variable: unknown = env.find((entry) => isRecord(entry) && entry['name'] === name);
    const heap = isRecord(variable) ? heapIn(variable['value']) : null;
    if (heap !== null) return heap;
  }
  return null;
};

const FLAG = /(?:^|[\s"'=])-Xmx(\d{1,15})([kmgt]?)(?=$|[\s"';])/gi;
const UNITS: Readonly<Record<string, number>> = { '': 1, k: KIB, m: MIB, g: GIB, t: 1024 * GIB };

/** Of several in one text the last counts, as Java reads them. */
const heapIn = (text: unknown): Bytes | null => {
  if (typeof text !== 'string' || !text.includes('-Xmx')) return null;
  const [, amount, unit = ''] = [...text.matchAll(FLAG)].at(-1) ?? [];
  return amount === undefined ? null : bytes(Number(amount) * (UNITS[unit.toLowerCase()] ?? 1));
};
