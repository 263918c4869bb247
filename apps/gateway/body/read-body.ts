import type { BodyLimits } from './body-limits';
import type { BodySource } from './body-source';
import { parseJson } from './parse-json';
import { tooLarge } from './too-large';
import { TopLevelScanner, type Member } from './top-level-scanner';

/** A body whose top level has been read. */
export interface ReadBody {
  /** Parsed values; null for fields that are not known, which are not looked at. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The bytes of the one field that is passed on unread. */
  readonly raw: Uint8Array | undefined;
}

interface Plan {
  readonly limits: BodyLimits;
  /** Fields whose values are parsed. */
  readonly known: ReadonlySet<string>;
  /** The field whose value is passed on as it came. */
  readonly raw?: string;
}

/** @throws AppError BAD_JSON, DUPLICATE_FIELD, BODY_TOO_LARGE, BAD_ENCODING */
export const readBody = async (source: BodySource, { limits, known, raw }: Plan): Promise<ReadBody> => {
  const scanner = new TopLevelScanner();
  await source.walk((chunk) => scanner.feed(chunk));
  const members = scanner.end();
  const wanted = members.filter(({ key }) => key === raw || known.has(key));
  for (const member of wanted) refuseHuge(member, limits, raw);
  const bytes = await source.cut(wanted);
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { key } of members) if (key !== raw) fields[key] = null;
  let rawBytes: Uint8Array | undefined;
  for (const [index, { key, place }] of wanted.entries()) {
    const piece = bytes[index] as Uint8Array;
    if (key === raw) rawBytes = piece;
    else fields[key] = parseJson({ bytes: piece, place, path: key });
  }
  return { fields, raw: rawBytes };
};

/** What is parsed on the event loop must be small. */
const refuseHuge = ({ key, start, end }: Member, limits: BodyLimits, raw: string | undefined): void => {
  if (key !== raw && end - start > limits.member) throw tooLarge(`the field ${key}`, limits.member, key);
};
