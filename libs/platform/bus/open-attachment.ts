import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { Packed, type Attachment } from './packed';

const decompress = promisify(zstdDecompress);

/** The bytes as whoever attached them had them; a large step, since many small ones cost more than inflating. @throws AppError NOT_FOUND when they have expired */
export const openAttachment = async (attachment: Attachment | undefined): Promise<Uint8Array> => {
  if (!(attachment instanceof Packed)) return attachment ?? new Uint8Array();
  const { size } = attachment.facts;
  return decompress(await attachment.load(), { maxOutputLength: Math.max(1, size), chunkSize: Math.max(MIN_STEP, size) });
};

const MIN_STEP = 64;
