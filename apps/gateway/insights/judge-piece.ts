import type { Reason } from '@ml/contracts/decision';
import type { WasteAnswer, WasteAsk } from '@ml/contracts/insights';
import { askMended } from '../collection/ask-mended';
import { reasonOf, renamed, type LeftOut } from '../collection/mended';
import { pieceBytes } from '../collection/piece-bytes';
import type { Piece } from '../collection/piece-cutter';

export type WasteHeader = Omit<WasteAsk, 'first'>;
type Ask = (first: number, resources: Uint8Array) => Promise<WasteAnswer>;

/** Asks about a piece; what cannot be read costs only itself. @throws AppError */
export const judgePiece = (piece: Piece, ask: Ask): Promise<WasteAnswer> => {
  const rename = (answer: WasteAnswer, places: readonly number[], code: LeftOut): WasteAnswer => reasoned(renamed(answer, places, code), places.map((place) => place - piece.first), reasonOf(code));
  return askMended(piece, (resources) => ask(piece.first, pieceBytes(resources)), rename);
};

/** Of what was left out its own answer says why too: only the first faults are told. */
const reasoned = (answer: WasteAnswer, indices: readonly number[], reason: Reason): WasteAnswer => {
  const left = new Set(indices);
  return { ...answer, resources: answer.resources.map((resource, at) => (left.has(at) ? { ...resource, reason } : resource)) };
};
