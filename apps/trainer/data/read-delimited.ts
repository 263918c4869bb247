import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { columnName, HEADERLESS_SPOT_COLUMNS, isHeader } from '@ml/domain/prices/columns';
import { TrainFault } from '../train-fault';
import type { FileRow } from './file-row';

const LONGEST_LINE = 4 * 1024 * 1024;

interface Line {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Records of a text separated by comma, semicolon or tab, whatever its first line has most of. */
export async function* readDelimited(file: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<FileRow> {
  const chunks = bytes[Symbol.asyncIterator]();
  const { head, first } = await firstLine(chunks);
  if (head.includes(0)) throw new TrainFault(`${file} is neither CSV, TSV, JSON nor Parquet, nor one of them packed with gzip or zstd`);
  const parser = parse({ delimiter: delimiterOf(first), bom: true, info: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, trim: true, max_record_size: LONGEST_LINE });
  const text = Readable.from(rejoined(head, chunks));
  text.on('error', (error) => parser.destroy(error));
  let names: readonly string[] | null = null;
  let columns: readonly string[] = HEADERLESS_SPOT_COLUMNS;
  for await (const { record, info } of text.pipe(parser) as AsyncIterable<Line>) {
    if (names === null) {
      // The published archives of spot prices have no header.
      names = isHeader(record) ? record.map(columnName) : HEADERLESS_SPOT_COLUMNS;
      if (isHeader(record)) {
        columns = record;
        continue;
      }
    }
    yield { file, line: info.lines, columns, record: Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])) };
  }
}

const firstLine = async (chunks: AsyncIterator<Buffer>): Promise<{ readonly head: Buffer; readonly first: string }> => {
  let head = Buffer.alloc(0);
  while (!head.includes(0x0a) && head.length < LONGEST_LINE) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, first: head.toString('utf8').split('\n', 1)[0] ?? '' };
};

async function* rejoined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

const delimiterOf = (line: string): string => {
  // Some archives have a tab behind each semicolon.
  const counted = [';', '\t', ','].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((best, candidate) => (candidate.count > best.count ? candidate : best)).delimiter;
};
