type Cell = string | number | boolean | null | undefined;

const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]/;
/** Spreadsheets run what begins like this. A number may begin with a sign. */
const FORMULA = /^[=+@\t\r]|^-(?![\d.])/;

const cell = (value: Cell): string => {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180 with a header line. */
export const toCsv = (columns: readonly string[], rows: readonly object[]): string =>
  [columns.join(','), ...rows.map((row) => columns.map((column) => cell((row as Readonly<Record<string, Cell>>)[column])).join(','))].join(LINE_END) + LINE_END;
