import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { ownBytes } from '../bus/own-bytes';
import type { Packed } from '../bus/packed';

const decompress = promisify(zstdDecompress);

/** A packed attachment, opened off the event loop; for what is small. */
export const openPacked = async (packed: Packed): Promise<Uint8Array<ArrayBuffer>> => ownBytes(await decompress(await packed.load(), { maxOutputLength: Math.max(1, packed.facts.size) }));
