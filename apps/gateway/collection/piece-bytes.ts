import type { Piece } from './piece-cutter';

const OPENING = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSING = Buffer.from(']');

/** The piece as one JSON list. */
export const pieceBytes = (resources: Piece['resources']): Uint8Array =>
  Buffer.concat([OPENING, ...resources.flatMap((resource, index) => (index === 0 ? [resource] : [COMMA, resource])), CLOSING]);
