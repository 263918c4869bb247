import { chance } from './hash';

/** What makes one pool's price its own. Ratios are spot over on-demand, both of Linux. */
export interface PoolCharacter {
  /** 32 bits of seed, zone and type: the only source of chance. */
  readonly key: number;
  /** USD an hour, Linux. */
  readonly onDemand: number;
  /** USD an hour that the product's licence adds, on-demand and spot alike. */
  readonly licence: number;
  /** Ratio to which the price reverts. */
  readonly level: number;
  /** Standard deviation of the logarithm of the ratio around its level. */
  readonly volatility: number;
  /** Share of slots, beyond the first of a day, in which the price moves. */
  readonly activity: number;
}

export interface PriceChange {
  /** Epoch seconds. */
  readonly at: number;
  /** USD an hour, with at most six decimals. */
  readonly price: number;
}

/** Time is cut into slots of three hours with at most one change each: 2 to 8 a day with the activities of `pools.ts`. */
export const SLOT_SECONDS = 10_800;
const SLOTS_A_DAY = 8;

/** First-order autoregression, written as the finite sum of its past shocks so that any instant is computed alone. Half-life 20 hours. */
const PERSISTENCE = 0.9;
/** 0.9^40 = 1.5% of a shock is left when it is forgotten. */
const MEMORY = 40;
const UNIT_VARIANCE = Math.sqrt(12 * (1 - PERSISTENCE ** 2));

/** A regime lasts six days on average, with an irregular end. */
const REGIME_SLOTS = 48;
const TIGHT = { share: 0.2, shift: 0.25 };
const GLUT = { share: 0.35, shift: -0.2 };

const FLOOR = 0.08;
const CEILING = 0.95;
/** One pool-day in ninety holds a spike of six hours above on-demand. */
const SPIKE_DAYS = 1 / 90;
const SPIKE_SLOTS = 2;

const ACTIVITY = 0x51ab3c01;
const SECOND = 0x2f6e8b13;
const REGIME = 0x7c15d9e5;
const SWITCH = 0x19e3779b;
const SPIKE = 0x63d83595;

function noise(key: number, slot: number): number {
  let sum = 0;
  for (let age = MEMORY - 1; age >= 0; age -= 1) sum = sum * PERSISTENCE + (chance(key, slot - age) - 0.5);
  return sum * UNIT_VARIANCE;
}

function regime(key: number, slot: number): number {
  const block = Math.floor(slot / REGIME_SLOTS);
  const switched = slot - block * REGIME_SLOTS >= chance(key ^ SWITCH, block) * REGIME_SLOTS;
  const draw = chance(key ^ REGIME, switched ? block : block - 1);
  if (draw < TIGHT.share) return TIGHT.shift;
  return draw < GLUT.share ? GLUT.shift : 0;
}

function spike(key: number, slot: number): number | undefined {
  const day = Math.floor(slot / SLOTS_A_DAY);
  const draw = chance(key ^ SPIKE, day);
  if (draw >= SPIKE_DAYS) return undefined;
  const share = draw / SPIKE_DAYS;
  const first = Math.floor(share * (SLOTS_A_DAY - SPIKE_SLOTS));
  const position = slot - day * SLOTS_A_DAY - first;
  return position >= 0 && position < SPIKE_SLOTS ? 1.02 + 0.3 * share : undefined;
}

/** Under five cents a ten-thousandth would hide most movement. */
function rounded(price: number): number {
  const unit = price < 0.05 ? 1e6 : 1e4;
  return Math.round(price * unit) / unit;
}

function priceIn(pool: PoolCharacter, slot: number): number {
  const calm = pool.level * Math.exp(regime(pool.key, slot) + pool.volatility * noise(pool.key, slot));
  const ratio = spike(pool.key, slot) ?? Math.min(CEILING, Math.max(FLOOR, calm));
  return rounded(pool.onDemand * ratio + pool.licence);
}

/** The first slot of a day always moves, so that the price in force is never far back. */
function moves(pool: PoolCharacter, slot: number): boolean {
  return slot % SLOTS_A_DAY === 0 || chance(pool.key ^ ACTIVITY, slot) < pool.activity;
}

function slotBefore(pool: PoolCharacter, slot: number): number {
  let before = slot - 1;
  while (!moves(pool, before)) before -= 1;
  return before;
}

/** The change in a slot, if there is one: a price that comes out as the one before is no change. */
export function changeIn(pool: PoolCharacter, slot: number): PriceChange | undefined {
  if (!moves(pool, slot)) return undefined;
  const price = priceIn(pool, slot);
  if (price === priceIn(pool, slotBefore(pool, slot))) return undefined;
  return { at: slot * SLOT_SECONDS + Math.floor(chance(pool.key ^ SECOND, slot) * SLOT_SECONDS), price };
}

export const slotOf = (at: number): number => Math.floor(at / SLOT_SECONDS);

/** Ninety days: as far back as the real service remembers. */
const FURTHEST = 90 * SLOTS_A_DAY;

/** The last change strictly before an instant: the price in force at it. */
export function changeBefore(pool: PoolCharacter, at: number): PriceChange | undefined {
  const newest = slotOf(at);
  for (let slot = newest; slot > newest - FURTHEST; slot -= 1) {
    const change = changeIn(pool, slot);
    if (change !== undefined && change.at < at) return change;
  }
  return undefined;
}
