import { hashText } from '../market/hash';
import { invalidValue } from './refusal';

/** A token holds all that the next page needs; it is good only for the query that it was given for. */
export function pageToken(fingerprint: string, state: readonly number[]): string {
  return Buffer.from(JSON.stringify([hashText(fingerprint), ...state])).toString('base64url');
}

function parsed(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}

export function pageState(token: string, fingerprint: string): readonly number[] {
  const [owner, ...state]: unknown[] = [parsed(token)].flat();
  const numbers = state.filter((part) => typeof part === 'number');
  if (owner !== hashText(fingerprint) || numbers.length !== state.length) throw invalidValue(token, 'nextToken');
  return numbers;
}

export interface ItemPage<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** A page of a list that is short enough to be made whole. */
export function pageOf<Item>(
  all: readonly Item[],
  at: { readonly token: string | undefined; readonly fingerprint: string; readonly limit: number },
): ItemPage<Item> {
  const from = at.token === undefined ? 0 : (pageState(at.token, at.fingerprint)[0] ?? 0);
  const to = from + at.limit;
  return { items: all.slice(from, to), nextToken: to < all.length ? pageToken(at.fingerprint, [to]) : undefined };
}
