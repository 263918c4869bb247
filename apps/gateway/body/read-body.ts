import { AppError } from '@ml/contracts/app-error';
import type { Attachment } from '@ml/platform/bus/packed';
import type { BodyLimits } from './body-limits';
import { partOf, type BodySource, type Cut } from './body-source';
import { holding, passingOn } from './collect';
import { isDiscreet } from '../http/discreet';
import { parseJson, parseUniqueJson } from './parse-json';
import { tooLarge } from './too-large';
import { TopLevelScanner, type Member } from './top-level-scanner';
import { WHOLE_BODY } from './whole-body';

export interface RawField {
  readonly bytes: Attachment;
  /** Its first byte. */
  readonly opening: number | undefined;
}

/** Where the bytes of a value are: `[start, end)`. */
export interface LeftField {
  readonly start: number;
  readonly end: number;
  /** Its first byte. */
  readonly opening: number | undefined;
  /** No other field follows it. */
  readonly last: boolean;
}

/**
 * Takes the bytes of a list or an object while the body is still being read: what is wrong with the body behind them nobody knows yet. Who reads it waits.
 * With the first of them comes all of the body that is before them, unless it is more than a first chunk.
 */
export type Passing = (bytes: Uint8Array, before: Uint8Array | undefined) => Promise<void>;

/** A body whose top level has been read. */
export interface ReadBody {
  /** Parsed values; null for fields that are not known, which are not looked at. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The one field that is passed on unread. */
  readonly raw: RawField | undefined;
  /** The one field that is left where it is, to be cut out later. */
  readonly left: LeftField | undefined;
}

interface Plan {
  readonly limits: BodyLimits;
  /** Fields whose values are parsed. */
  readonly known: ReadonlySet<string>;
  /** The field whose value is passed on as it came. */
  readonly raw?: string;
  /** The field whose value is only found, and who looks at it as it goes by. */
  readonly left?: string;
  readonly passing?: Passing;
}

/** Bytes of a value whose fields are compared; many rows to predict from are more, and are parsed only. */
const LARGEST_LOOKED_AT = 1 << 20;

/** @throws AppError BAD_JSON, DUPLICATE_FIELD, BODY_TOO_LARGE, BAD_ENCODING */
export const readBody = async (source: BodySource, plan: Plan): Promise<ReadBody> => {
  try {
    return await read(source, plan);
  } catch (error) {
    throw isDiscreet() ? withoutNames(error, plan) : error;
  }
};

/** A fault in a field that is not ours is one of the body: the name of the field may be somebody's. */
const withoutNames = (error: unknown, { known, raw, left }: Plan): unknown => {
  if (!(error instanceof AppError) || error.path === undefined || error.path === raw || error.path === left || known.has(error.path)) return error;
  const { code, message, details, retryable } = error;
  return new AppError(code, message, { path: WHOLE_BODY, retryable, ...(details && { details }) });
};

/** The top-level fields. */
const findMembers = async (source: BodySource, { left, passing }: Plan): Promise<readonly Member[]> => {
  const scanner = new TopLevelScanner();
  let before = 0;
  await source.walk(async (chunk) => {
    scanner.feed(chunk);
    const range = passing && left !== undefined ? scanner.extent(left) : undefined;
    if (range !== undefined) await passing?.(partOf(chunk, before, range), before === 0 ? chunk.subarray(0, range.start) : undefined);
    before += chunk.length;
  });
  return scanner.end();
};

const read = async (source: BodySource, plan: Plan): Promise<ReadBody> => {
  const { limits, known, raw, left } = plan;
  const members = await findMembers(source, plan);
  const wanted = members.filter(({ key }) => key === raw || known.has(key));
  for (const member of wanted) refuseHuge(member, limits, raw);
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { key } of members) if (key !== raw && key !== left) fields[key] = null;
  const small = wanted.filter(({ key }) => key !== raw).map((member) => ({ ...member, ...holding(member.end - member.start) }));
  const large = wanted.filter(({ key }) => key === raw).map(rawCut);
  const found = members.filter(({ key }) => key === left).map(leftCut);
  await source.cut([...small, ...large, ...found]);
  for (const { key, place, start, end, finish } of small) {
    const parse = end - start > LARGEST_LOOKED_AT ? parseJson : parseUniqueJson;
    fields[key] = parse({ bytes: await finish(), place, path: key });
  }
  const isLast = members.at(-1)?.key === left;
  return { fields, raw: await large[0]?.finish(), left: found[0] && { ...found[0].finish(), last: isLast } };
};

const rawCut = ({ start, end }: Member): Cut & { finish(): Promise<RawField> } => {
  const collector = passingOn(end - start);
  let opening: number | undefined;
  const take = (piece: Uint8Array): void | Promise<void> => {
    opening ??= piece[0];
    return collector.take(piece);
  };
  return { start, end, take, finish: async () => ({ bytes: await collector.finish(), opening }) };
};

const leftCut = ({ start, end }: Member): Cut & { finish(): Omit<LeftField, 'last'> } => {
  let opening: number | undefined;
  const take = (piece: Uint8Array): void => void (opening ??= piece[0]);
  return { start, end: start + 1, take, finish: () => ({ start, end, opening }) };
};

/** What is parsed on the event loop must be small. */
const refuseHuge = ({ key, start, end }: Member, limits: BodyLimits, raw: string | undefined): void => {
  if (key !== raw && end - start > limits.member) throw tooLarge(`the field ${key}`, limits.member, key);
};
