import { AppError } from '@ml/contracts/app-error';

const HEADER = 'If-Match';
const OURS = /^"(\d{1,15})"$/;
/** A weak tag, or one that somebody else has made: it is well formed and the same as none of ours, so the change is meant for no revision. */
const TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/** The revisions that a change is meant for; undefined: whichever is in force. @throws AppError BAD_PARAMETER */
export const revisionsFrom = (header: string | undefined, revision: number | undefined): readonly number[] | undefined => {
  const tags = header === undefined || header.trim() === '*' ? undefined : header.split(',').flatMap(readTag);
  if (revision === undefined) return tags;
  // Both are given: only what both allow.
  return tags === undefined || tags.includes(revision) ? [revision] : [];
};

const readTag = (text: string): readonly number[] => {
  const tag = text.trim();
  const digits = OURS.exec(tag)?.[1];
  if (digits !== undefined) return [Number(digits)];
  if (TAG.test(tag)) return [];
  throw new AppError('BAD_PARAMETER', `${HEADER} must be an ETag of ours, as "3", not ${JSON.stringify(tag.slice(0, 40))}`, { path: HEADER });
};

export const tagOf = (revision: number): string => `"${revision}"`;
