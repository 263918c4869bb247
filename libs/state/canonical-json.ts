import { KeyOrders } from './key-orders';

/**
 * One text for one value: keys sorted by code unit, no spaces, numbers as JSON writes them, absent fields left out.
 * What is hashed and stored must not depend on the order in which a caller wrote its fields.
 * @throws TypeError for what JSON cannot say
 */
export const canonicalJson = (value: unknown): string => write(value, new KeyOrders());

/** Characters a piece has at least, but for the last. */
const PIECE = 65_536;

/** The same text in pieces: a large state is never one string. Lists that are fields of the value are cut between their items. */
export function* canonicalPieces(value: unknown): Generator<string, void> {
  const orders = new KeyOrders();
  let piece = '';
  for (const part of parts(value, orders)) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function* parts(value: unknown, orders: KeyOrders): Generator<string, void> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return yield write(value, orders);
  let before = '{';
  for (const { key, text } of orders.of(value)) {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    if (inner === undefined) continue;
    yield before + text;
    before = ',';
    if (Array.isArray(inner)) yield* items(inner, orders);
    else yield write(inner, orders);
  }
  yield before === '{' ? '{}' : '}';
}

function* items(list: readonly unknown[], orders: KeyOrders): Generator<string, void> {
  let before = '[';
  for (const item of list) {
    yield before + write(item ?? null, orders);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

const write = (value: unknown, orders: KeyOrders): string => {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return written(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? writeList(value, orders) : writeObject(value as Readonly<Record<string, unknown>>, orders);
    default:
      throw new TypeError(`a ${typeof value} has no canonical form`);
  }
};

const writeList = (list: readonly unknown[], orders: KeyOrders): string => {
  let text = '';
  for (const item of list) text += (text === '' ? '[' : ',') + write(item ?? null, orders);
  return text === '' ? '[]' : `${text}]`;
};

const writeObject = (value: Readonly<Record<string, unknown>>, orders: KeyOrders): string => {
  let written = '';
  for (const { key, text } of orders.of(value)) {
    const inner = value[key];
    if (inner === undefined) continue;
    written += (written === '' ? '{' : ',') + text + write(inner, orders);
  }
  return written === '' ? '{}' : `${written}}`;
};

/** What JSON writes with a backslash; halves of surrogate pairs among them. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Nearly every text of a state is plain: looking is cheaper than the general way. */
const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

const written = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
  // Minus zero is written 0.
  return String(value);
};
