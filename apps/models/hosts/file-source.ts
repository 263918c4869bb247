import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from '@ml/domain/onnx/proto-reader';

/** Reads pieces of a file where waiting for them holds up nobody: in a host. */
export const withFile = <Result>(path: string, use: (source: ByteSource) => Result): Result => {
  const file = openSync(path, 'r');
  try {
    return use({
      size: fstatSync(file).size,
      read: (offset, length) => {
        const bytes = new Uint8Array(length);
        let filled = 0;
        while (filled < length) {
          const read = readSync(file, bytes, filled, length - filled, offset + filled);
          if (read === 0) break;
          filled += read;
        }
        return bytes.subarray(0, filled);
      },
    });
  } finally {
    closeSync(file);
  }
};
