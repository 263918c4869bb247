import type { WasteAnswer, WasteAsk } from '@ml/contracts/insights';
import { askMended } from '../collection/ask-mended';
import { pieceBytes } from '../collection/piece-bytes';
import type { Piece } from '../collection/piece-cutter';
import { RESOURCES } from '../collection/resources-field';

export type WasteHeader = Omit<WasteAsk, 'first'>;
type Ask = (first: number, resources: Uint8Array) => Promise<WasteAnswer>;

/** Asks about a piece; what cannot be read costs only itself. @throws AppError */
export const judgePiece = async (piece: Piece, ask: Ask): Promise<WasteAnswer> =>
  named(await askMended(piece, (resources) => ask(piece.first, pieceBytes(resources))), piece.first);

/** What cannot be judged says so as its fault does. */
const named = (answer: WasteAnswer, first: number): WasteAnswer => {
  const faults = new Map(answer.faults.map((fault) => [fault.path, fault]));
  const resources = answer.resources.map((resource, at) => {
    const fault = faults.get(`${RESOURCES}[${first + at}]`);
    return resource.waste_probability !== null || fault === undefined ? resource : { ...resource, reason: { code: fault.code, text: fault.text } };
  });
  return { ...answer, resources };
};
