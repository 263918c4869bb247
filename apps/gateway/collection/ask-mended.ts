import { AppError } from '@ml/contracts/app-error';
import { renamed, withoutBroken, type LeftOut, type Told } from './mended';
import { NO_RESOURCE } from './no-resource';
import type { Piece } from './piece-cutter';

type Ask<Answer> = (resources: Piece['resources']) => Promise<Answer>;
/** Says of the resources at these places why they were left out. */
type Rename<Answer> = (answer: Answer, places: readonly number[], code: LeftOut) => Answer;

/** Asks about a piece; a resource that is not JSON, or too large for a message, costs only itself and is named: then it is asked once more. @throws AppError */
export const askMended = async <Answer extends Told>(piece: Piece, ask: Ask<Answer>, rename: Rename<Answer> = renamed): Promise<Answer> => {
  const answer = await answerTo(piece, ask, rename);
  return piece.tooLarge.length === 0 ? answer : rename(answer, piece.tooLarge, 'RESOURCE_TOO_LARGE');
};

const answerTo = async <Answer extends Told>(piece: Piece, ask: Ask<Answer>, rename: Rename<Answer>): Promise<Answer> => {
  const { first, resources } = piece;
  try {
    return await ask(resources);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'BAD_JSON') {
      const mended = await withoutBroken(piece);
      return rename(await ask(mended.resources), mended.broken.map((index) => first + index), 'BAD_JSON');
    }
    // Only one that is larger than a piece can be too large for a message.
    if (error.code !== 'BODY_TOO_LARGE' || resources.length > 1) throw error;
    return rename(await ask([NO_RESOURCE]), [first], 'RESOURCE_TOO_LARGE');
  }
};
