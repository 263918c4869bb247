import type { Reason } from '@ml/contracts/decision';
import type { PriceList } from '@ml/engine-kernel/price-list';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import { attendantsMind } from './attendants';
import type { Candidate } from './candidates';
import type { Drain } from './drain';
import { emptied, launched, undone } from './empty-set';
import type { Amounts } from './model/resources';
import { groupOf, standIn, type NodeGroup } from './node-group';
import { replacementTypes, type PricedType } from './replacement-types';
import { MoveScore, type Amount } from './score';
import type { Situation } from './situation';
import { sizingOf, type Sizing } from './sizing';

/** A node to be launched in place of others. */
export interface Replacement {
  /** Its number on the board. */
  readonly node: number;
  readonly name: string;
  readonly group: NodeGroup;
  readonly type: PricedType;
  readonly replaces: readonly Candidate[];
  readonly score: MoveScore;
}

export interface Replaced {
  readonly drains: readonly Drain[];
  readonly replacements: readonly Replacement[];
  /** By node. */
  readonly refused: ReadonlyMap<number, Reason>;
}

export interface ReplaceInput {
  readonly situation: Situation;
  readonly prices: PriceList;
  /** Those that no room elsewhere was found for. */
  readonly candidates: readonly Candidate[];
  /** How many more may go. */
  readonly most: number;
  readonly whole: Amount;
  readonly k: number;
}

/** Sets that are tried together, larger ones first: many nodes of a group, half as many, ... one. */
const SIZES = [16, 8, 4, 3, 2, 1] as const;

/** Several nodes by one cheaper, then one by one: never one by several. The board is left as it would be then. */
export const replaced = (input: ReplaceInput): Replaced => {
  const search = new ReplacementSearch(input);
  const groups = groupsOf(input);
  for (const size of SIZES) for (const members of groups) search.inSets(size, members);
  return search.result();
};

interface Members {
  readonly group: NodeGroup;
  /** What all nodes of the group have, those that stay included: what one of them has by hand a new one has not. */
  readonly like: LabelledNodeState;
  readonly candidates: readonly Candidate[];
}

const groupsOf = ({ situation, prices, candidates }: ReplaceInput): readonly Members[] => {
  const grouped = situation.nodes.map((node) => groupOf(node, prices));
  const like = likeOf(situation.nodes, grouped.map((found) => found?.key ?? ''));
  const groups = new Map<string, Members & { readonly candidates: Candidate[] }>();
  const ranked = [...candidates].sort((one, other) => (other.price ?? 0) / other.disruption - (one.price ?? 0) / one.disruption || one.index - other.index);
  for (const candidate of ranked) {
    const found = grouped[candidate.index] ?? null;
    const template = found === null ? undefined : like.get(found.key);
    if (found === null || template === undefined) continue;
    const members = groups.get(found.key) ?? { group: found.group, like: template, candidates: [] };
    members.candidates.push(candidate);
    groups.set(found.key, members);
  }
  return [...groups.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, members]) => members);
};

const likeOf = (nodes: readonly LabelledNodeState[], keys: readonly string[]): ReadonlyMap<string, LabelledNodeState> => {
  const members = new Map<string, LabelledNodeState[]>();
  nodes.forEach((node, index) => {
    const key = keys[index] ?? '';
    const list = members.get(key) ?? [];
    list.push(node);
    members.set(key, list);
  });
  return new Map([...members].flatMap(([key, list]) => {
    const shared = standIn('', list, null);
    return shared === null ? [] : [[key, shared] as const];
  }));
};

class ReplacementSearch {
  private readonly drains: Drain[] = [];
  private readonly replacements: Replacement[] = [];
  private readonly refused = new Map<number, Reason>();
  private readonly gone = new Set<number>();
  private left: number;
  private tries: number;

  constructor(private readonly input: ReplaceInput) {
    this.left = input.most;
    this.tries = input.situation.config.replacement_tries;
  }

  result(): Replaced {
    return { drains: this.drains, replacements: this.replacements, refused: this.refused };
  }

  inSets(size: number, members: Members): void {
    const { board } = this.input.situation;
    const open = members.candidates.filter(({ index }) => !this.gone.has(index) && !board.isSettled(index));
    for (let start = 0; start + size <= open.length; start += size) {
      if (size > this.left || this.tries <= 0) return;
      this.tries -= 1;
      const set = open.slice(start, start + size);
      // An earlier set may have put pods on one of these.
      if (set.every(({ index }) => !board.isSettled(index))) this.together(members, set);
    }
  }

  private together({ group, like }: Members, set: readonly Candidate[]): void {
    const { situation, prices, whole, k } = this.input;
    const paid = set.reduce((sum, { price }) => sum + (price ?? 0), 0);
    const cheaper = replacementTypes(prices, situation.constraints, group).filter(({ price }) => price < paid);
    if (cheaper.length === 0 || attendantsMind(situation, set)) return;
    const sizing = sizingOf(situation, set);
    const need = this.needOf(set, like, sizing);
    if (need === null) return;
    const type = this.choice(set, group, cheaper.filter(({ type: facts }) => covers(sizing.offered(facts), need)));
    if (type === undefined) return;
    const disruption = set.reduce((sum, candidate) => sum + candidate.disruption, 0);
    const score = new MoveScore({ cost: paid - type.price, disruption }, whole, { k, empty: false });
    if (score.approved()) this.carryOut(set, { group, type, score, like }, sizing);
  }

  private choice(set: readonly Candidate[], { capacityType }: NodeGroup, large: readonly PricedType[]): PricedType | undefined {
    const { config } = this.input.situation;
    if (capacityType !== 'spot' || large.length === 0 || (config.spot_to_spot && large.length >= config.spot_to_spot_types)) return large[0];
    for (const { index, name } of set) this.refused.set(index, { code: 'SPOT_TO_SPOT', text: `node ${name} runs on spot, and exchanging one spot pool for a cheaper one walks down to those that are interrupted most` });
    return undefined;
  }

  /** What the pods need that have no place elsewhere; null when they cannot all move, whatever the size of a new node. */
  private needOf(set: readonly Candidate[], like: LabelledNodeState, { boundless }: Sizing): Amounts | null {
    const { board } = this.input.situation;
    const ghost = launched(this.input.situation, { name: 'any', like, instanceType: null, offered: boundless });
    const mark = board.mark();
    const drains = emptied(board, set, ghost);
    if (drains === null) return null;
    const free = board.free[ghost];
    const need = boundless.map((all, place) => all - (free?.[place] ?? 0));
    undone(board, mark, drains);
    return need;
  }

  private carryOut(set: readonly Candidate[], { like, ...choice }: Pick<Replacement, 'group' | 'type' | 'score'> & Pick<Members, 'like'>, sizing: Sizing): void {
    const { situation } = this.input;
    const name = `replacement-${this.replacements.length + 1}`;
    const { type } = choice.type;
    const node = launched(situation, { name, like, instanceType: type.instance_type, offered: sizing.offered(type) });
    const drains = emptied(situation.board, set, node);
    if (drains === null) return;
    this.replacements.push({ ...choice, node, name, replaces: set });
    this.drains.push(...drains);
    this.left -= set.length;
    for (const { index } of set) this.gone.add(index);
  }
}

const covers = (offered: Amounts, need: Amounts): boolean => need.every((amount, place) => amount <= (offered[place] ?? 0));
