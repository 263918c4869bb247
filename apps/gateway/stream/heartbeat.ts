import type { WebSocket } from 'ws';

/** Below the idle timeouts of common proxies. */
const INTERVAL_MS = 30_000;

/** Pings; ends connections whose client has gone without a word, or whose key has been revoked meanwhile. */
export const keepAlive = (socket: WebSocket, stillGood: () => boolean, onRevoked: () => void): void => {
  let alive = true;
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    if (!stillGood()) return onRevoked();
    alive = false;
    socket.ping();
  }, INTERVAL_MS).unref();
  socket.on('pong', () => (alive = true)).on('close', () => clearInterval(timer));
};
