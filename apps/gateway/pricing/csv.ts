type Plain = string | number | boolean | null | undefined;
type Cell = Plain | readonly Plain[] | object;

const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]/;
/** Spreadsheets run what begins like this. A number may begin with a sign. */
const FORMULA = /^[=+@\t\r]|^-(?![\d.])/;

/** Lists of names as words, whatever has fields of its own as JSON. */
const flat = (value: Cell): Plain => {
  if (typeof value !== 'object' || value === null) return value;
  const isWords = Array.isArray(value) && value.every((entry) => typeof entry !== 'object');
  return isWords ? value.join(' ') : JSON.stringify(value);
};

const cell = (whole: Cell): string => {
  const value = flat(whole);
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180 with a header line. */
export const toCsv = (columns: readonly string[], rows: readonly object[]): string =>
  [columns.join(','), ...rows.map((row) => columns.map((column) => cell((row as Readonly<Record<string, Cell>>)[column])).join(','))].join(LINE_END) + LINE_END;
