import type { ScanHeader } from '@ml/contracts/collection';
import { PlainSource } from '../body/body-source';
import { readScan } from './read-scan';

const END = Buffer.from(']}');

/**
 * The header of a scan of which only what is before its resources has been read, and their first byte: read as that of a scan that found nothing.
 * undefined: it is not all there, or something is wrong with it, which is said when the whole body has been read.
 */
export const headerBefore = async (before: Uint8Array, opening: Uint8Array, now: Date): Promise<ScanHeader | undefined> => {
  try {
    return (await readScan(new PlainSource(Buffer.concat([before, opening, END])), now)).header;
  } catch {
    return undefined;
  }
};
