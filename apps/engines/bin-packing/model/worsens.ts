import { nodeTermMatches } from '@ml/state/kubernetes/node-affinity';
import type { Cluster } from './cluster';
import { domainOn } from './domains';
import type { Preferred, ShapeRules, Spread } from './rules';
import { skewOn } from './skew';
import type { Term } from './terms';

export interface Move {
  readonly node: number;
  /** Where the pod came from; -1 when it waits for its first node. */
  readonly from: number;
}

/** Preferences do not bind, but what they ask for and have is not taken away: whether the move would. */
export const worsens = ({ hosts }: Pick<Cluster, 'hosts'>, soft: ShapeRules['soft'], move: Move): boolean =>
  soft.apart.some((term) => crowdier(term, move)) ||
  soft.near.some((term) => lonelier(term, move)) ||
  soft.spreads.some((spread) => crowdier(spread.term, move) && tooSkewed(spread, move)) ||
  (soft.nodes.length > 0 && weightOf(soft.nodes, hosts[move.node]) < weightOf(soft.nodes, hosts[move.from]));

const isElsewhere = (term: Term, { node, from }: Move): boolean => domainOn(term, node) !== domainOn(term, from);

const crowdier = (term: Term, move: Move): boolean => isElsewhere(term, move) && term.selected.at(domainOn(term, move.node)) > term.selected.at(domainOn(term, move.from));

const lonelier = (term: Term, move: Move): boolean => isElsewhere(term, move) && term.selected.at(domainOn(term, move.from)) > 0 && term.selected.at(domainOn(term, move.node)) === 0;

const tooSkewed = (spread: Spread, { node }: Move): boolean => skewOn(spread, node) > spread.maxSkew;

const weightOf = (preferred: readonly Preferred[], host: Cluster['hosts'][number] | undefined): number =>
  host === undefined ? 0 : preferred.reduce((sum, { weight, term }) => sum + (nodeTermMatches(term, host) ? weight : 0), 0);
