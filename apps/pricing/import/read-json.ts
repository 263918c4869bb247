import type { Readable } from 'node:stream';
import { isObject } from '@ml/domain/prices/is-object';

/** A JSON document is read whole, unlike delimited files. */
const MAX_BYTES = 512 * 1024 * 1024;

export class ImportFault extends Error {
  override readonly name = 'ImportFault';
}

export const readJson = async (text: Readable): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of text as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new ImportFault('the JSON document is larger than 512 MB: convert it to CSV, which is read row by row');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new ImportFault('the file is not JSON', { cause });
  }
};

/** The list in an answer as `aws ec2 describe-... --output json` writes it, or a bare list. */
export const listIn = (document: unknown, key: string): readonly unknown[] => {
  const list = isObject(document) ? document[key] : document;
  if (!Array.isArray(list)) throw new ImportFault(`the document is neither a list nor an object with ${key}`);
  return list;
};
