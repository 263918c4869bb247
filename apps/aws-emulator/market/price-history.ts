import { chance } from './hash';
import type { Pool } from './market';
import { changeBefore, changeIn, slotOf } from './price-process';

export interface HistoryQuery {
  readonly pools: readonly Pool[];
  /** Epoch seconds, both ends included. */
  readonly start: number;
  readonly end: number;
}

export interface HistoryRow {
  readonly pool: Pool;
  readonly at: number;
  readonly price: number;
}

/** Where the next page begins: a slot and how many of its rows are already given. */
export interface HistoryCursor {
  readonly slot: number;
  readonly given: number;
}

export interface HistoryPage {
  readonly rows: readonly HistoryRow[];
  readonly next: HistoryCursor | undefined;
}

/** After the slots come the changes that were in force at the start: one more, last step. */
const IN_FORCE = -1;

/** One change in four hundred is reported twice, as the real service does now and then. */
const TWICE = 1 / 400;
const TWICE_KEY = 0x3a8f05c5;

const newestFirst = (a: HistoryRow, b: HistoryRow): number => b.at - a.at;

function rowsInSlot({ pools, start, end }: HistoryQuery, slot: number): readonly HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (const pool of pools) {
    const change = changeIn(pool.character, slot);
    if (change === undefined || change.at < start || change.at > end) continue;
    const row = { pool, at: change.at, price: change.price };
    rows.push(row);
    if (chance(pool.character.key ^ TWICE_KEY, slot) < TWICE) rows.push(row);
  }
  return rows.sort(newestFirst);
}

function rowsInForce({ pools, start }: HistoryQuery): readonly HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (const pool of pools) {
    const change = changeBefore(pool.character, start);
    if (change !== undefined) rows.push({ pool, at: change.at, price: change.price });
  }
  return rows.sort(newestFirst);
}

function slotAfter(slot: number, query: HistoryQuery): number | undefined {
  if (slot === IN_FORCE) return undefined;
  return slot > slotOf(query.start) ? slot - 1 : IN_FORCE;
}

export function firstCursor(query: HistoryQuery): HistoryCursor {
  return { slot: slotOf(query.end), given: 0 };
}

/** Newest first; nothing is remembered between pages, so any number of readers may page at any pace. */
export function historyPage(query: HistoryQuery, from: HistoryCursor, limit: number): HistoryPage {
  const rows: HistoryRow[] = [];
  let slot: number | undefined = from.slot;
  let given = from.given;
  while (slot !== undefined) {
    const all = slot === IN_FORCE ? rowsInForce(query) : rowsInSlot(query, slot);
    const taken = all.slice(given, given + limit - rows.length);
    rows.push(...taken);
    given += taken.length;
    if (given < all.length) return { rows, next: { slot, given } };
    slot = slotAfter(slot, query);
    given = 0;
    if (rows.length === limit && slot !== undefined) return { rows, next: { slot, given } };
  }
  return { rows, next: undefined };
}
