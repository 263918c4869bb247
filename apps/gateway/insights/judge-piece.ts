import { AppError } from '@ml/contracts/app-error';
import type { WasteAnswer, WasteAsk } from '@ml/contracts/insights';
import { renamed, withoutBroken } from '../collection/mended';
import { pieceBytes } from '../collection/piece-bytes';
import type { Piece } from '../collection/piece-cutter';
import { RESOURCES } from '../collection/resources-field';

export type WasteHeader = Omit<WasteAsk, 'first'>;
type Ask = (first: number, resources: Uint8Array) => Promise<WasteAnswer>;

const NOTHING = Buffer.from('null');

/** Asks about a piece; a resource that is not JSON, or too large for a message, costs only itself. @throws AppError */
export const judgePiece = async (piece: Piece, ask: Ask): Promise<WasteAnswer> => {
  const { first, tooLarge } = piece;
  const answer = await judgeMended(piece, ask);
  return tooLarge.length === 0 ? answer : named(renamed(answer, tooLarge, 'RESOURCE_TOO_LARGE'), first);
};

const judgeMended = async (piece: Piece, ask: Ask): Promise<WasteAnswer> => {
  const { first, resources } = piece;
  try {
    return await ask(first, pieceBytes(resources));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'BAD_JSON') {
      const mended = await withoutBroken(piece);
      return named(renamed(await ask(first, pieceBytes(mended.resources)), mended.broken.map((index) => first + index), 'BAD_JSON'), first);
    }
    // Only one that is larger than a piece can be too large for a message.
    if (error.code !== 'BODY_TOO_LARGE' || resources.length > 1) throw error;
    return named(renamed(await ask(first, pieceBytes([NOTHING])), [first], 'RESOURCE_TOO_LARGE'), first);
  }
};

/** What cannot be judged says so as its fault does. */
const named = (answer: WasteAnswer, first: number): WasteAnswer => {
  const faults = new Map(answer.faults.map((fault) => [fault.path, fault]));
  const resources = answer.resources.map((resource, at) => {
    const fault = faults.get(`${RESOURCES}[${first + at}]`);
    return resource.waste_probability !== null || fault === undefined ? resource : { ...resource, reason: { code: fault.code, text: fault.text } };
  });
  return { ...answer, resources };
};
