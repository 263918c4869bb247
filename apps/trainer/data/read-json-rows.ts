import { columnName } from '@ml/domain/prices/columns';
import { isObject } from '@ml/domain/prices/is-object';
import { TrainFault } from '../train-fault';
import type { FileRow } from './file-row';

/** What a text in memory may have at most; JSON lines and Parquet are read piece by piece. */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;

/** A list of objects, an object with one list of objects in it, or an object a line, with or without a list around the lines. */
export async function* readJsonRows(file: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<FileRow> {
  const lines = linesOf(bytes)[Symbol.asyncIterator]();
  const { value: first = '' } = (await lines.next()) as { value?: string };
  if (first.trim() === '[') {
    yield* listedRows(file, first, lines);
    return;
  }
  const row = objectIn(first.replace(/^\uFEFF/, ''));
  const second = row === null ? null : await lines.next();
  if (row === null || second === null) {
    yield* documentRows(file, await wholeText(file, first, lines));
    return;
  }
  if (second.done === true && listIn(row) !== null) yield* documentRows(file, JSON.stringify(row));
  else yield* lineRows(file, row, rejoined(second, lines));
}

async function* lineRows(file: string, first: object, more: AsyncIterable<string>): AsyncGenerator<FileRow> {
  yield { file, line: 1, ...named(first) };
  let line = 1;
  for await (const text of more) {
    line += 1;
    if (text.trim() === '') continue;
    const row = objectIn(text);
    if (row === null) throw new TrainFault(`${file} line ${String(line)} is not a JSON object`);
    yield { file, line, ...named(row) };
  }
}

/** As exports are written: of any size, as long as every object has a line of its own. */
async function* listedRows(file: string, first: string, lines: AsyncIterator<string>): AsyncGenerator<FileRow> {
  const second = await lines.next();
  const row = second.done === true ? null : objectIn(withoutComma(second.value));
  if (row === null) yield* documentRows(file, await wholeText(file, `${first}\n${second.done === true ? '' : second.value}`, lines));
  else yield* lineRows(file, row, listed(lines));
}

async function* listed(lines: AsyncIterator<string>): AsyncGenerator<string> {
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) yield next.value.trim() === ']' ? '' : withoutComma(next.value);
}

const withoutComma = (line: string): string => line.replace(/,\s*$/, '');

async function* rejoined(second: IteratorResult<string>, lines: AsyncIterator<string>): AsyncGenerator<string> {
  for (let next = second; next.done !== true; next = await lines.next()) yield next.value;
}

function* documentRows(file: string, text: string): Generator<FileRow> {
  const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  const list = Array.isArray(document) ? document : listIn(document);
  if (list === null) throw new TrainFault(`${file} holds no list of objects`);
  for (const [index, entry] of list.entries()) {
    if (!isObject(entry)) throw new TrainFault(`${file}: entry ${String(index + 1)} is not an object`);
    yield { file, line: index + 1, ...named(entry) };
  }
}

const listIn = (document: unknown): readonly unknown[] | null => {
  if (!isObject(document)) return null;
  const lists = Object.values(document).filter((value): value is readonly unknown[] => Array.isArray(value) && value.every(isObject));
  return lists.length === 1 ? (lists[0] ?? null) : null;
};

const named = (row: object): Pick<FileRow, 'columns' | 'record'> => ({
  columns: Object.keys(row),
  record: Object.fromEntries(Object.entries(row).map(([name, value]) => [columnName(name), value])),
});

const objectIn = (line: string): object | null => {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};

const wholeText = async (file: string, first: string, lines: AsyncIterator<string>): Promise<string> => {
  const parts = [first];
  let size = first.length;
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    parts.push(next.value);
    size += next.value.length;
    if (size > LARGEST_DOCUMENT) throw new TrainFault(`${file} is one JSON document of more than 256 MB: write an object a line, or Parquet`);
  }
  return parts.join('\n');
};

async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
