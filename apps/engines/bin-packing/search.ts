import type { Reason } from '@ml/contracts/decision';
import type { Candidate } from './candidates';
import { drained, redo, undo, type Drain, type NoDrain } from './drain';
import type { Board } from './model/board';
import type { Refusal } from './outcome';
import { podName } from './pod-look';
import type { ZoneGuard } from './zone-guard';

export interface SearchInput {
  readonly board: Board;
  /** Nodes that may go, as far as they themselves and their pods say. */
  readonly candidates: readonly Candidate[];
  /** How many may go at once. */
  readonly most: number;
  /** Whether what a node saves is worth moving its pods. */
  readonly pays: (candidate: Candidate) => boolean;
  readonly guard: () => ZoneGuard;
  /** How many orders are tried. */
  readonly orders: number;
}

export interface Found {
  readonly drains: readonly Drain[];
  /** By node: why it stays. */
  readonly refused: ReadonlyMap<number, Refusal>;
  /** USD an hour. */
  readonly saved: number;
}

type Order = (candidate: Candidate) => number;

const price = ({ price: usd }: Candidate): number => usd ?? 0;

/** By what comes first: most saved by disruption, emptiest, most saved at all. */
const ORDERS: readonly Order[] = [
  (candidate) => price(candidate) / candidate.disruption,
  (candidate) => 1 - candidate.utilisation,
  price,
  (candidate) => price(candidate) * (1 - candidate.utilisation),
];

/** Tries whole sets of nodes, each in another order, and carries out the one that saves most: the board is left as it would be then. */
export const searched = (input: SearchInput): Found => {
  const start = input.board.mark();
  const tries = ORDERS.slice(0, input.orders).map((order) => {
    const found = attempt(input, order);
    undo(input.board, start, found.drains);
    return found;
  });
  const best = tries.reduce<Found>((kept, next) => (isBetter(next, kept) ? next : kept), tries[0] ?? NOTHING_FOUND);
  redo(input.board, best.drains);
  return best;
};

const NOTHING_FOUND: Found = { drains: [], refused: new Map(), saved: 0 };

/** Cents decide; where they do not, fewer pods to move. */
const isBetter = (one: Found, other: Found): boolean => {
  const gain = one.saved - other.saved;
  return Math.abs(gain) > NOTICEABLE ? gain > 0 : movesOf(one) < movesOf(other);
};

const NOTICEABLE = 1e-9;
const movesOf = ({ drains }: Found): number => drains.reduce((sum, { rounds }) => sum + rounds.reduce((pods, round) => pods + round.length, 0), 0);

const attempt = (input: SearchInput, order: Order): Found => {
  const { board, most, pays } = input;
  const guard = input.guard();
  const drains: Drain[] = [];
  const refused = new Map<number, Refusal>();
  let saved = 0;
  const ranked = [...input.candidates].sort((one, other) => Number(one.pods > 0) - Number(other.pods > 0) || order(other) - order(one) || one.index - other.index);
  for (const candidate of ranked) {
    const no = reasonAgainst(candidate, { board, guard, pays, full: drains.length >= most });
    if (no !== null) {
      refused.set(candidate.index, no);
      continue;
    }
    const result = drained(board, candidate.index, candidate.rounds);
    if ('stuck' in result) {
      refused.set(candidate.index, stuckReason(board, candidate, result));
      continue;
    }
    drains.push(result);
    guard.remove(candidate.index);
    saved += price(candidate);
  }
  return { drains, refused, saved };
};

interface Standing {
  readonly board: Board;
  readonly guard: ZoneGuard;
  readonly pays: (candidate: Candidate) => boolean;
  readonly full: boolean;
}

const reasonAgainst = (candidate: Candidate, { board, guard, pays, full }: Standing): Reason | null => {
  const { name, index, pods } = candidate;
  if (!pays(candidate)) return { code: 'NOT_WORTH_DISRUPTION', text: `node ${name} is used to ${percent(candidate.utilisation)}%, and what it costs is not worth moving its ${pods} pods` };
  if (board.isSettled(index)) return { code: 'RECEIVES_PODS', text: `node ${name} is where pods are to go, and none is to be moved twice` };
  if (!guard.allows(index, pods === 0)) return { code: 'LAST_IN_ZONE', text: `node ${name} is the last of its zone, and the cluster would span fewer zones` };
  return full ? { code: 'BUDGET_EXHAUSTED', text: `node ${name} may go, but no more nodes may be disrupted at once: ask again when these are gone` } : null;
};

const stuckReason = ({ cluster }: Board, { name }: Candidate, { stuck, why }: NoDrain): Refusal => {
  const pod = cluster.pods[stuck];
  const which = pod === undefined ? 'a pod' : `pod ${podName(pod)}`;
  return why === 'NO_PLACE'
    ? { code: 'NO_PLACE', text: `${which} of node ${name} has no place elsewhere`, stuck }
    : { code: 'NEEDED_THERE', text: `${which} of node ${name} is needed by pods that stay beside it` };
};

const percent = (share: number): number => Math.round(share * 100);
