/** NUL and halves of surrogate pairs are legal in JavaScript and JSON, and refused by PostgreSQL. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89ab][0-9a-f]{2}|d[c-f][0-9a-f]{2})/g;

/** JSON for a json or jsonb column; characters the database cannot hold become U+FFFD. */
export const toJsonText = (value: unknown): string => {
  const text = JSON.stringify(value);
  // `stringify` escapes a surrogate only when its other half is missing, so every match is a lone one.
  return text.includes('\\u') ? text.replace(UNSTORABLE, '$1\\ufffd') : text;
};
