import { basename } from 'node:path';
import { statSync } from 'node:fs';
import { headOf, openBytes } from '@ml/platform/files/open-bytes';
import { TrainFault } from '../train-fault';
import type { FileRow } from './file-row';
import { readDelimited } from './read-delimited';
import { readJsonRows } from './read-json-rows';
import { readParquet } from './read-parquet';

const PARQUET = 'PAR1';

/** Rows of CSV, TSV, JSON, JSON lines (each also packed with gzip or zstd) and Parquet files, one after the other. @throws TrainFault */
export async function* readRows(paths: readonly string[]): AsyncGenerator<FileRow> {
  for (const path of paths) {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new TrainFault(`there is no file ${path}`);
    const file = nameAmong(paths, path);
    yield* named(file, rowsOf(path, file));
  }
}

/** Two files of one name in two folders are two files, and two series. */
const nameAmong = (paths: readonly string[], path: string): string => (paths.some((other) => other !== path && basename(other) === basename(path)) ? path : basename(path));

async function* rowsOf(path: string, file: string): AsyncGenerator<FileRow> {
  if ((await headOf(path, PARQUET.length)).toString('latin1') === PARQUET) {
    yield* readParquet(path, file);
    return;
  }
  const bytes = await openBytes(path);
  const chunks = bytes[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done === true) throw new TrainFault(`${file} is empty`);
  const all = joined(first.value, chunks);
  yield* isJson(first.value) ? readJsonRows(file, all) : readDelimited(file, all);
}

const isJson = (head: Buffer): boolean => /^\uFEFF?\s*[[{]/.test(head.subarray(0, 1_024).toString('utf8'));

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** What a library says of a broken file says nothing without the file's name. */
async function* named(file: string, rows: AsyncIterable<FileRow>): AsyncGenerator<FileRow> {
  try {
    yield* rows;
  } catch (cause) {
    if (cause instanceof TrainFault) throw cause;
    throw new TrainFault(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
