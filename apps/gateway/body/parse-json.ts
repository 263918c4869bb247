import { AppError } from '@ml/contracts/app-error';
import { jsonFault, type JsonPlace } from './json-fault';
import { repeatedField } from './repeated-field';

/** One value of a body: its bytes, where they begin and the field they belong to. */
export interface JsonPiece {
  readonly bytes: Uint8Array;
  readonly place: JsonPlace;
  readonly path: string;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const INDEX = /at position (\d+)/;

/** Parses a small value; a fault says its place in the whole body. @throws AppError BAD_JSON */
export const parseJson = (piece: JsonPiece): unknown => {
  const text = decode(piece);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const found = INDEX.exec(error instanceof Error ? error.message : '');
    const index = found === null ? text.length : Number(found[1]);
    throw jsonFault('the JSON cannot be read', placeAfter(piece.place, text.slice(0, index)), piece.path);
  }
};

/** The same of a value that is small enough to be looked at twice. @throws AppError BAD_JSON, DUPLICATE_FIELD */
export const parseUniqueJson = (piece: JsonPiece): unknown => {
  const value = parseJson(piece);
  const repeated = typeof value === 'object' && value !== null ? repeatedField(decode(piece)) : undefined;
  if (repeated !== undefined) throw new AppError('DUPLICATE_FIELD', 'the field is given twice', { path: `${piece.path}${repeated}` });
  return value;
};

/** What a decoder puts in the place of bytes that are no UTF-8; also a character of its own, so the strict decoder has the last word. */
const REPLACEMENT = '\uFFFD';

const decode = ({ bytes, path, place }: JsonPiece): string => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  if (!text.includes(REPLACEMENT)) return text;
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new AppError('BAD_JSON', `the value that begins at position ${place.position} is not valid UTF-8`, { path, cause, details: { ...place } });
  }
};

/** Where one stands after `text`, having begun at `from`. */
const placeAfter = (from: JsonPlace, text: string): JsonPlace => {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  const width = Buffer.byteLength(last);
  return {
    position: from.position + Buffer.byteLength(text),
    line: from.line + lines.length - 1,
    column: lines.length === 1 ? from.column + width : width + 1,
  };
};
