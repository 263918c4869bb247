import { binomialTail } from './binomial-tail';
import { LEAST_CUSTOMERS } from '../least-customers';

/** Against the rate of all other cells. */
const LEAST_RATIO = 1.5;
/** Of seeing a cell stand out somewhere among all of them when nothing does. */
const MOST_CHANCE = 0.01;
/** What happened on two days may be a coincidence that looks like a rhythm. */
const LEAST_SLOTS = 3;

/** Something that happened in a cell (an hour of the day, a day of the week, a season) and in one of its slots (a date, a week). */
export interface CellEvent {
  readonly cell: number;
  readonly slot: number;
  readonly customers: readonly string[];
}

export interface HotCell {
  readonly cell: number;
  readonly events: number;
  /** Events a slot against all other cells: a lower bound when those have none. */
  readonly ratio: number;
}

interface Tally {
  events: number;
  readonly bySlot: Map<number, number>;
  readonly customers: Set<string>;
}

const tallies = (events: readonly CellEvent[]): ReadonlyMap<number, Tally> => {
  const byCell = new Map<number, Tally>();
  for (const { cell, slot, customers } of events) {
    const tally = byCell.get(cell) ?? { events: 0, bySlot: new Map<number, number>(), customers: new Set<string>() };
    byCell.set(cell, tally);
    tally.events += 1;
    tally.bySlot.set(slot, (tally.bySlot.get(slot) ?? 0) + 1);
    for (const customer of customers) tally.customers.add(customer);
  }
  return byCell;
};

/** Variance over mean of what happens in a slot, at least 1: where one bad evening makes the cell, its events are few observations. */
const dispersion = ({ events, bySlot }: Tally, slots: number): number => {
  if (slots < 2) return events;
  const squares = [...bySlot.values()].reduce((sum, count) => sum + count * count, 0);
  const variance = (squares - (events * events) / slots) / (slots - 1);
  return Math.max(1, variance / (events / slots));
};

/**
 * Cells that stand out: hit at least half as often again as the others together, in three slots and with three customers at least, and with less than one
 * percent of chance over all cells (binomial, corrected for their number and for events that come in bursts). `slots` says of each cell how many of its slots were observed.
 */
export const hotCells = (events: readonly CellEvent[], slots: readonly number[]): readonly HotCell[] => {
  const observed = slots.reduce((sum, count) => sum + count, 0);
  const isHot = (cell: number, tally: Tally): HotCell | undefined => {
    const own = slots[cell] ?? 0;
    if (own === 0 || own === observed || tally.bySlot.size < LEAST_SLOTS || tally.customers.size < LEAST_CUSTOMERS) return undefined;
    const ratio = tally.events / own / (Math.max(1, events.length - tally.events) / (observed - own));
    const bursts = dispersion(tally, own);
    const chance = binomialTail(tally.events / bursts, events.length / bursts, own / observed);
    return ratio >= LEAST_RATIO && chance < MOST_CHANCE / slots.length ? { cell, events: tally.events, ratio } : undefined;
  };
  return [...tallies(events)]
    .map(([cell, tally]) => isHot(cell, tally))
    .filter((hot) => hot !== undefined)
    .toSorted((one, other) => one.cell - other.cell);
};
