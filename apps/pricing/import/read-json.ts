import type { Readable } from 'node:stream';
import { ImportFault } from './import-fault';
import { JsonListScanner } from './json-list-scanner';

/** Only the Spot Advisor's file is read whole; the real one has 1.3 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
const LONGEST_ENTRY = 1024 * 1024;

/** @throws ImportFault */
export const readJson = async (text: Readable): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of text as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new ImportFault('the JSON document is larger than 64 MB');
    chunks.push(chunk);
  }
  return parsed(Buffer.concat(chunks).toString('utf8').replace(/^\uFEFF/, ''));
};

/**
 * Entries of the list in an answer as `aws ec2 describe-... --output json` writes it, or of a bare list, one by one however long it is.
 * @throws ImportFault, at once when the document has no such list
 */
export const readJsonList = async (text: Readable, key: string): Promise<AsyncIterable<unknown>> => {
  const entries = entriesOf(text, key);
  const first = await entries.next();
  return startingWith(first, entries);
};

async function* startingWith(first: IteratorResult<unknown>, rest: AsyncGenerator): AsyncGenerator {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

async function* entriesOf(text: Readable, key: string): AsyncGenerator {
  const scanner = new JsonListScanner(key);
  const decoder = new TextDecoder();
  for await (const chunk of text as AsyncIterable<Buffer>) {
    for (const entry of scanner.push(decoder.decode(chunk, { stream: true }))) yield parsed(entry);
    if (scanner.waiting > LONGEST_ENTRY) throw new ImportFault('an entry of the list is longer than 1 MB');
  }
  if (!scanner.whole) throw new ImportFault('the file is not JSON: it ends in the middle');
  if (!scanner.found) throw new ImportFault(`the document is neither a list nor an object with ${key}`);
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ImportFault('the file is not JSON', { cause });
  }
};
