/** The pieces until the signal is aborted: whoever writes them takes back what was begun. @throws the signal's reason */
export async function* untilAborted(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}
