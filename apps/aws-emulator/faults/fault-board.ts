import { chance, hashText } from '../market/hash';

export const FAULT_KINDS = [
  'throttle',
  'error',
  'truncate',
  'delay',
  'refuse_credentials',
  'expired_token',
  'duplicate',
  'out_of_order',
  'empty',
  'unreadable',
  'clock_skew',
  'odd_prices',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultOrder {
  readonly kind: FaultKind;
  /** Absent: every operation. */
  readonly operation?: string | undefined;
  /** Whose prices are asked for; absent: every region. */
  readonly region?: string | undefined;
  /** How many calls it strikes before it is gone; absent: until it is cleared. */
  readonly times?: number | undefined;
  /** Of striking a call; absent: 1. */
  readonly probability?: number | undefined;
  /** Only with `delay`; absent: 1,000. */
  readonly delay_ms?: number | undefined;
  /** Only with `clock_skew`; absent: 3,600. */
  readonly skew_seconds?: number | undefined;
}

/** What a fault can tell calls apart by. */
export interface StruckCall {
  readonly operation: string;
  readonly region: string | undefined;
  /** Whether it asks for a page after the first. */
  readonly continued: boolean;
}

export interface Fault extends FaultOrder {
  readonly id: number;
  readonly struck: number;
}

export interface FaultBoard {
  add(order: FaultOrder): Fault;
  list(): readonly Fault[];
  clear(): void;
  /** The faults that strike this call; each is counted as used. */
  strike(call: StruckCall): readonly Fault[];
}

const isFor = (fault: Fault, call: StruckCall): boolean =>
  (fault.operation === undefined || fault.operation === call.operation) &&
  (fault.region === undefined || fault.region === call.region) &&
  (fault.kind !== 'expired_token' || call.continued);

/** Luck comes from the seed and the number of the draw: the same calls in the same order meet the same faults. */
export function createFaultBoard(seed: string): FaultBoard {
  const luck = hashText(`${seed}|faults`);
  const faults = new Map<number, Fault>();
  let ids = 0;
  let draws = 0;
  const hits = (fault: Fault, call: StruckCall): boolean => {
    if (!isFor(fault, call)) return false;
    if (fault.probability === undefined) return true;
    draws += 1;
    return chance(luck, draws) < fault.probability;
  };
  return {
    add(order) {
      ids += 1;
      const fault = { ...order, id: ids, struck: 0 };
      faults.set(fault.id, fault);
      return fault;
    },
    list: () => [...faults.values()],
    clear: () => faults.clear(),
    strike(call) {
      const struck = [...faults.values()].filter((fault) => hits(fault, call));
      for (const fault of struck) {
        const used = { ...fault, struck: fault.struck + 1 };
        if (used.struck === fault.times) faults.delete(fault.id);
        else faults.set(fault.id, used);
      }
      return struck;
    },
  };
}
