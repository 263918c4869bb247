import type { RawData, WebSocket } from 'ws';

const PATIENCE_MS = 10_000;

/** The key in `{"auth":"..."}`, for clients that cannot set headers. undefined: something else came, or nothing in time. */
export const keyFromFirstMessage = (socket: WebSocket): Promise<string | undefined> =>
  new Promise((resolve) => {
    const settle = (key: string | undefined): void => {
      clearTimeout(timer);
      socket.off('message', read).off('close', gone);
      resolve(key);
    };
    const read = (message: RawData): void => settle(keyIn(message));
    const gone = (): void => settle(undefined);
    const timer = setTimeout(gone, PATIENCE_MS);
    socket.once('message', read).once('close', gone);
  });

const keyIn = (message: RawData): string | undefined => {
  try {
    const { auth } = JSON.parse((message as Buffer).toString()) as { readonly auth?: unknown };
    return typeof auth === 'string' ? auth : undefined;
  } catch {
    return undefined;
  }
};
