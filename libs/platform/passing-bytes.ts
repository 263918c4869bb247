import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A look at the young generation takes a millisecond or two. */
const EVERY = 16 * 1024 * 1024;

/**
 * For a service through which many bytes pass: call it first. Buffers lie outside of the heap and count as its growth; of a service that has been idle, or whose container has little memory, V8 lets the heap grow by a third to a
 * half only before it goes through all of it, which is for every dozen megabytes or two that pass. Now it may always double, in threads too; what V8 lets a heap have at most is as before.
 */
export const expectPassingBytes = (): void => setFlagsFromString('--heap-growing-percent=100');

type Collect = (options: { readonly type: 'minor' }) => void;
let collect: Collect | undefined;
let bytes = 0;

/**
 * To be told of buffers that are garbage as soon as they have been looked at. They lie outside of the heap, so the young generation does not fill up with them; V8
 * goes through the whole heap instead for every few dozen megabytes of them, which costs a service with much code ten times as much as inflating them.
 * Let go while they are young they cost nothing, and take no room.
 */
export const passedBy = (size: number): void => {
  bytes += size;
  if (bytes < EVERY) return;
  bytes = 0;
  collect ??= exposed();
  collect?.({ type: 'minor' });
};

/** The flag is the whole process's: another thread may take it back before we look. Then we look again later. */
const exposed = (): Collect | undefined => {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  return typeof gc === 'function' ? (gc as Collect) : undefined;
};
