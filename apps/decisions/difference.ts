export interface Difference {
  /** JSON pointer. */
  readonly path: string;
  readonly stored: unknown;
  readonly replayed: unknown;
}

const MOST = 100;

/** Where two JSON values differ, deepest fields first named; at most 100. */
export const differences = (stored: unknown, replayed: unknown): readonly Difference[] => {
  const found: Difference[] = [];
  compare({ path: '', stored, replayed }, found);
  return found;
};

const compare = (pair: Difference, found: Difference[]): void => {
  const { path, stored, replayed } = pair;
  if (found.length >= MOST || Object.is(stored, replayed)) return;
  if (!isObject(stored) || !isObject(replayed) || Array.isArray(stored) !== Array.isArray(replayed)) {
    found.push(pair);
    return;
  }
  for (const key of new Set([...Object.keys(stored), ...Object.keys(replayed)])) {
    compare({ path: `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, stored: stored[key], replayed: replayed[key] }, found);
  }
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
