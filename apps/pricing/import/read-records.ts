import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { columnName, HEADERLESS_SPOT_COLUMNS, isHeader, type FileRecord } from '@ml/domain/prices/columns';
import { ImportFault } from './import-fault';

export interface NumberedRecord {
  /** Of the file, 1 is the first. */
  readonly line: number;
  readonly record: FileRecord;
}

export interface RecordReader {
  /** Names of the columns as the file spells them; empty for a file without a header, and for an empty one. */
  readonly header: readonly string[];
  /** The first line is data. */
  readonly isHeaderless: boolean;
  readonly records: AsyncIterable<NumberedRecord>;
}

interface Line {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Records of a delimited text (comma, semicolon or tab, whatever its first line uses most). Rows are read one by one, however long the file is. */
export const readRecords = async (text: Readable): Promise<RecordReader> => {
  const { first, all } = await peekLine(text);
  const parser = parse({ delimiter: delimiterOf(first), bom: true, info: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_LINE });
  const lines = parser[Symbol.asyncIterator]() as AsyncIterator<Line>;
  void pump(all, parser);
  const start = await lines.next();
  if (start.done) throw new ImportFault('the file is empty');
  const isHeaderless = !isHeader(start.value.record);
  const header = isHeaderless ? [] : start.value.record;
  const names = isHeaderless ? HEADERLESS_SPOT_COLUMNS : header.map(columnName);
  return { header, isHeaderless, records: named(names, isHeaderless ? start.value : null, lines) };
};

const delimiterOf = (line: string): string => {
  const counted = ['\t', ';', ','].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((best, candidate) => (candidate.count > best.count ? candidate : best)).delimiter;
};

async function* named(names: readonly string[], first: Line | null, lines: AsyncIterator<Line>): AsyncGenerator<NumberedRecord> {
  if (first !== null) yield numbered(names, first);
  for (let next = await lines.next(); !next.done; next = await lines.next()) yield numbered(names, next.value);
}

const numbered = (names: readonly string[], { record, info }: Line): NumberedRecord => ({
  line: info.lines,
  record: Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])),
});

const LONGEST_LINE = 1024 * 1024;
const UTF_16 = [0xfeff, 0xfffe];

/** No text has a NUL, except in UTF-16, which says so. */
const requireText = (head: Buffer): void => {
  const isUtf16 = head.length >= 2 && UTF_16.includes(head.readUInt16BE(0));
  if (head.includes(0) && !isUtf16) throw new ImportFault('the file is not text: it is neither CSV nor TSV, nor compressed with gzip or zstd');
};

/** Everything of the text, and its first line before the rest has come. */
const peekLine = async (text: Readable): Promise<{ readonly first: string; readonly all: AsyncIterable<Buffer> }> => {
  const chunks = text[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const head: Buffer[] = [];
  let size = 0;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head.push(next.value);
    size += next.value.length;
    if (next.value.includes(0x0a) || size > LONGEST_LINE) break;
  }
  const beginning = Buffer.concat(head);
  requireText(beginning);
  const [first = ''] = beginning.toString('utf8').split('\n', 1);
  return { first, all: rejoined(head, chunks) };
};

async function* rejoined(head: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

const pump = async (chunks: AsyncIterable<Buffer>, parser: ReturnType<typeof parse>): Promise<void> => {
  try {
    for await (const chunk of chunks) if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve));
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
};
