import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { AppError } from '@ml/contracts/app-error';
import type { BlobStore } from './blob-store';

const inflate = promisify(zstdDecompress);

/** JSON as pricing packs it. Undefined when it has expired: pricing has been away for days. */
export const readPacked = async <Value>(blobs: BlobStore, id: string): Promise<Value | undefined> => {
  try {
    return JSON.parse((await inflate(await blobs.get(id))).toString('utf8')) as Value;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
};
