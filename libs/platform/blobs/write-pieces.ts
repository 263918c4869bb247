import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/** Ends the name of a file that is being written. */
export const PARTIAL = '.partial';

/** The file appears under its name only when it is whole: a process that is killed on the way leaves a `.partial` beside it. */
export const writePieces = async (pieces: AsyncIterable<Uint8Array>, path: string): Promise<void> => {
  const partial = `${path}.${randomUUID()}${PARTIAL}`;
  try {
    const file = await open(partial, 'wx');
    try {
      for await (const piece of pieces) await file.writeFile(piece);
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
};
