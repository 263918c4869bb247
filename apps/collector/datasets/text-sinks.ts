import type { ColumnType, Dataset } from '@ml/domain/collection/dataset';
import type { CopiedRow } from './copied-rows';
import type { FileWriter, WrittenFile } from './file-writer';
import { rfc3339Of } from './instants';
import type { RowSink } from './row-sink';

/** An empty text is one too: an empty cell is nothing. */
const NEEDS_QUOTES = /^$|[",\r\n]/;
const NOT_PLAIN = /[^\x20-\x7e]|["\\]/;

/** Text of a column as JSON writes it. A decimal is a JSON number as PostgreSQL writes it, unless it is none. */
const toJson: Readonly<Record<ColumnType, (text: string) => string>> = {
  word: (text) => quoted(text),
  text: (text) => quoted(text),
  integer: (text) => text,
  amount: (text) => (text === 'NaN' ? 'null' : text),
  json: (text) => text,
  time: (text) => `"${rfc3339Of(text)}"`,
};

const quoted = (text: string): string => (NOT_PLAIN.test(text) ? JSON.stringify(text) : `"${text}"`);
const toCell = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Text that gathers until it is written. */
abstract class TextSink implements RowSink {
  protected text = '';

  constructor(private readonly file: FileWriter) {}

  abstract add(row: CopiedRow): void;
  protected abstract finish(): void;

  async flush(): Promise<void> {
    const { text } = this;
    this.text = '';
    if (text !== '') await this.file.write(Buffer.from(text));
  }

  async end(): Promise<WrittenFile> {
    this.finish();
    await this.flush();
    return this.file.end();
  }
}

/** One list, a line for each object: whoever reads line by line need not hold it whole. */
export class JsonSink extends TextSink {
  private readonly writers: readonly { readonly name: string; readonly write: (text: string) => string }[];
  private first = true;

  constructor(file: FileWriter, { columns }: Dataset) {
    super(file);
    this.writers = columns.map(({ name, type }) => ({ name: `${JSON.stringify(name)}:`, write: toJson[type] }));
  }

  add(row: CopiedRow): void {
    let line = this.first ? '[\n{' : ',\n{';
    this.first = false;
    for (const [at, { name, write }] of this.writers.entries()) {
      const text = row.text(at);
      line += `${at === 0 ? '' : ','}${name}${text === null ? 'null' : write(text)}`;
    }
    this.text += `${line}}`;
  }

  protected finish(): void {
    this.text += this.first ? '[]\n' : '\n]\n';
  }
}

/** RFC 4180 with a header; objects are JSON texts, nothing is an empty cell. */
export class CsvSink extends TextSink {
  private readonly times: readonly boolean[];

  constructor(file: FileWriter, { columns }: Dataset) {
    super(file);
    this.times = columns.map(({ type }) => type === 'time');
    this.text = `${columns.map(({ name }) => name).join(',')}\r\n`;
  }

  add(row: CopiedRow): void {
    let line = '';
    for (const [at, isTime] of this.times.entries()) {
      const text = row.text(at);
      line += `${at === 0 ? '' : ','}${text === null ? '' : isTime ? rfc3339Of(text) : toCell(text)}`;
    }
    this.text += `${line}\r\n`;
  }

  protected finish(): void {
    // A header alone is a file too.
  }
}
