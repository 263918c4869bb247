import { AppError } from '@ml/contracts/app-error';

const HEADER = 'If-Match';
const TAG = /^"(\d{1,15})"$/;

/** The revisions that a change is meant for; undefined: whichever is in force. @throws AppError BAD_PARAMETER */
export const revisionsFrom = (header: string | undefined, revision: number | undefined): readonly number[] | undefined => {
  const tags = header === undefined || header.trim() === '*' ? undefined : header.split(',').map(readTag);
  if (revision === undefined) return tags;
  // Both are given: only what both allow.
  return tags === undefined || tags.includes(revision) ? [revision] : [];
};

const readTag = (text: string): number => {
  const digits = TAG.exec(text.trim())?.[1];
  if (digits === undefined) throw new AppError('BAD_PARAMETER', `${HEADER} must be an ETag of ours, as "3", not ${JSON.stringify(text.trim().slice(0, 40))}`, { path: HEADER });
  return Number(digits);
};

export const tagOf = (revision: number): string => `"${revision}"`;
