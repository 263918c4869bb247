import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { PARTIAL } from '@ml/platform/blobs/write-pieces';

export interface Trim {
  /** Names of files that stay. */
  readonly pinned: ReadonlySet<string>;
  /** How many others may stay. */
  readonly spare: number;
  /** What all may take together. */
  readonly bytes: number;
}

interface File {
  readonly name: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/** Somebody may be loading it, another replica on the same machine included. */
const IN_USE_MS = 60_000;
/** Nobody writes to it any more. */
const ABANDONED_MS = 600_000;
const OURS = /^[0-9a-f]{64}\.onnx/;

/** Deletes what was left half written, then what was not used for longest. Knows only its own names: the folder may hold other files. */
export const trimFolder = async (folder: string, trim: Trim, now = Date.now()): Promise<void> => {
  const files = await filesOf(folder);
  for (const file of files.filter(({ name, usedMs }) => name.endsWith(PARTIAL) && now - usedMs > ABANDONED_MS)) await rm(path.join(folder, file.name), { force: true });
  const whole = files.filter(({ name }) => name.endsWith('.onnx'));
  for (const { name } of superfluous(whole, trim, now)) await rm(path.join(folder, name), { force: true });
};

/** The longest unused first. */
export const superfluous = (files: readonly File[], { pinned, spare, bytes }: Trim, now: number): readonly File[] => {
  const others = files.filter(({ name }) => !pinned.has(name)).sort((a, b) => a.usedMs - b.usedMs);
  let total = files.reduce((sum, file) => sum + file.bytes, 0);
  let left = others.length;
  return others.filter((file) => {
    if ((left <= spare && total <= bytes) || now - file.usedMs < IN_USE_MS) return false;
    left -= 1;
    total -= file.bytes;
    return true;
  });
};

const filesOf = async (folder: string): Promise<readonly File[]> => {
  const names = (await readdir(folder).catch(() => [])).filter((name) => OURS.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      const found = await stat(path.join(folder, name)).catch(() => undefined);
      return found === undefined ? undefined : { name, bytes: found.size, usedMs: found.mtimeMs };
    }),
  );
  return files.filter((file) => file !== undefined);
};
