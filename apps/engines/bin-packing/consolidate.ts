import type { PriceList } from '@ml/engine-kernel/price-list';
import { scoreOf, type Candidate, type Survey } from './candidates';
import { nodesAtOnce } from './disruption-budget';
import type { Outcome } from './outcome';
import { limitsOf } from './recommendations';
import { replaced } from './replace';
import { searched } from './search';
import type { Situation } from './situation';
import { zoneGuard } from './zone-guard';

/** Nodes whose pods fit on others first, then those that one cheaper node can stand for. The board is left as it would be then. */
export const consolidated = (situation: Situation, survey: Survey, promised: ReadonlySet<number>): Outcome => {
  const { nodes, constraints, config, board, cluster, prices, requirements } = situation;
  const { threshold, k } = limitsOf(situation);
  const pays = (candidate: Candidate): boolean => candidate.utilisation < threshold || scoreOf(candidate, survey.whole, k).approved();
  const candidates = survey.candidates.filter(({ hold }) => hold === null);
  const going = new Set(candidates.filter(pays).map(({ index }) => index));
  for (const node of survey.targets) if (!going.has(node) || promised.has(node)) board.settle(node, true);
  const most = nodesAtOnce(nodes, constraints.max_disrupted_nodes ?? { percent: config.max_disrupted_pct });
  const guard = () => zoneGuard(cluster, survey.targets, config.min_zones);
  const found = searched({ board, candidates, most, pays, guard, orders: config.search_orders });
  const outcome = { ...found, replacements: [] };
  return prices === undefined || !requirements.allow_replacement ? outcome : withReplacements(outcome, { situation, survey, prices, most, k });
};

interface Rest {
  readonly situation: Situation;
  readonly survey: Survey;
  readonly prices: PriceList;
  readonly most: number;
  readonly k: number;
}

/** Reasons that a new node does away with. */
const PLACELESS: readonly string[] = ['NO_PLACE', 'NEEDED_THERE', 'LAST_IN_ZONE'];

const withReplacements = (outcome: Outcome, { situation, survey, prices, most, k }: Rest): Outcome => {
  const candidates = survey.candidates.filter(({ index }) => PLACELESS.includes(outcome.refused.get(index)?.code ?? ''));
  const { drains, replacements, refused } = replaced({ situation, prices, candidates, most: most - outcome.drains.length, whole: survey.whole, k });
  return { drains: [...outcome.drains, ...drains], replacements, refused: new Map([...outcome.refused, ...refused]) };
};
