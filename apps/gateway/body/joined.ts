import { nextTurn } from '@ml/platform/next-turn';

/** Bytes that are copied before others get their turn. */
const PIECE = 1024 * 1024;

/** One buffer of many; tens of megabytes at once would hold up the event loop for a tenth of a second. */
export const joined = async (chunks: readonly Buffer[], size: number): Promise<Buffer> => {
  if (size <= PIECE) return Buffer.concat(chunks, size);
  const whole = Buffer.allocUnsafeSlow(size);
  let [at, turn] = [0, 0];
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
    turn += chunk.length;
    if (turn < PIECE) continue;
    turn = 0;
    await nextTurn();
  }
  return whole;
};
