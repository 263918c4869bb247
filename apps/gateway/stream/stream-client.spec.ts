import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { START } from './cursor';
import type { Happening } from './happening';
import { CLOSE, StreamClient } from './stream-client';

const socketWith = (bufferedAmount: number) => {
  const seen = { sent: 0, closed: undefined as number | undefined };
  const socket = { OPEN: 1, readyState: 1, bufferedAmount, send: () => (seen.sent += 1), close: (code: number) => (seen.closed = code), terminate: () => undefined };
  return { seen, socket: socket as unknown as WebSocket };
};
const happening: Happening = { topic: 'decisions', source: 'made', sequence: 1, at: '2026-11-21T00:00:00Z', count: 1, toldTo: () => ({}) };
const everybody = { identity: { keyId: 'k', scope: 'viewer', tenant: null, expiresAt: null }, topics: new Set(['decisions'] as const), from: START } as const;

describe('a client of the stream', () => {
  it('is closed when it does not keep up', () => {
    const { seen, socket } = socketWith(2 * 1024 * 1024);
    new StreamClient(socket, everybody).offer(happening);
    expect(seen).toEqual({ sent: 0, closed: CLOSE.tooSlow });
  });

  it('is sent what it keeps up with', () => {
    const { seen, socket } = socketWith(100);
    new StreamClient(socket, everybody).offer(happening);
    expect(seen).toEqual({ sent: 1, closed: undefined });
  });
});
