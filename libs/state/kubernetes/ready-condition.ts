import { StateFault } from '../fault';
import { fault, isRecord, shown, type Read } from '../read';

/** Of the conditions of a node or pod whether it is ready; null when none says so. Nothing is kept of the others, so nothing is made of them. */
export const readReady: Read<boolean | null> = (value) => {
  if (!Array.isArray(value)) throw fault('BAD_STATE', `${shown(value)} is not a list`);
  let ready: boolean | null = null;
  let at = 0;
  try {
    for (const condition of value) {
      const said = readyIn(condition);
      ready ??= said;
      at += 1;
    }
  } catch (error) {
    throw error instanceof StateFault ? error.within(at) : error;
  }
  return ready;
};

const readyIn = (condition: unknown): boolean | null => {
  if (!isRecord(condition)) throw fault('BAD_STATE', `${shown(condition)} is not an object`);
  const type = textOf(condition, 'type');
  const status = textOf(condition, 'status');
  return type === 'Ready' ? status === 'True' : null;
};

const textOf = (condition: Readonly<Record<string, unknown>>, key: 'type' | 'status'): string => {
  const found = condition[key];
  if (found === undefined || found === null) throw fault('MISSING_FIELD', 'is missing').within(key);
  if (typeof found !== 'string') throw fault('BAD_FIELD', `${shown(found)} is not a text`).within(key);
  return found;
};
