/** Strings, and what the rest of a JSON text is built of; numbers and words are passed over. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/** Fields may be as long as the body. */
const LONGEST_PATH = 200;

/** An object or a list that is open where one stands. */
interface Level {
  /** Fields of the object so far; null: a list. */
  readonly fields: Set<string> | null;
  /** What one stands in: a field of the object, an entry of the list. */
  at: string | number;
  /** The next string is a field, not a value. */
  expectsField: boolean;
}

/** The path of the first field that an object within a value gives twice, as in `[2].price`; undefined: none does. The text is JSON. */
export const repeatedField = (text: string): string | undefined => {
  const levels: Level[] = [];
  for (const [token] of text.matchAll(TOKENS)) {
    if (token.startsWith('"')) {
      if (isRepeated(token, levels.at(-1))) return pathOf(levels);
    } else step(token, levels);
  }
  return undefined;
};

const isRepeated = (token: string, level: Level | undefined): boolean => {
  if (level === undefined || level.fields === null || !level.expectsField) return false;
  const field = JSON.parse(token) as string;
  const known = level.fields.has(field);
  level.fields.add(field);
  level.at = field;
  level.expectsField = false;
  return known;
};

const step = (token: string, levels: Level[]): void => {
  if (token === '{') levels.push({ fields: new Set(), at: '', expectsField: true });
  else if (token === '[') levels.push({ fields: null, at: 0, expectsField: false });
  else if (token === ',') toNext(levels.at(-1));
  else levels.pop();
};

const toNext = (level: Level | undefined): void => {
  if (level === undefined) return;
  level.expectsField = level.fields !== null;
  if (typeof level.at === 'number') level.at += 1;
};

const pathOf = (levels: readonly Level[]): string => levels.map(({ at }) => (typeof at === 'number' ? `[${at}]` : `.${at}`)).join('').slice(0, LONGEST_PATH);
