import { wasteFeatures } from '@ml/domain/features/waste-features';
import { wasteRule } from '@ml/domain/waste/waste-rule';
import type { Figure } from './figure';
import { classScore, type ClassScore } from './waste/class-score';
import { madeUpAccounts, type KnownResource } from './waste/made-up-accounts';
import { trainedWaste } from './waste/trained-waste';

const LEARNED = { seed: 1, accounts: 500, resources: 100 };
/** Accounts that nothing was learned from. */
const JUDGED = { seed: 2, accounts: 200, resources: 100 };
/** The contract's 80 to 90%, where the best possible allows it. */
const LEAST_ACCURACY = 80;
const MOST_LOSS_PCT = 5;

/** A model learned from generated accounts, asked about others, beside the best that anything can say of them. */
export const waste = async (): Promise<readonly Figure[]> => {
  const learned = madeUpAccounts(LEARNED);
  const judged = madeUpAccounts(JUDGED);
  const came = judged.map(({ deleted }) => deleted);
  const features = judged.map(({ row }) => wasteFeatures({ ...row }));
  const model = classScore(await (await trainedWaste(learned))(features), came);
  const limit = classScore(judged.map(({ knowable }) => knowable), came);
  const share = classScore(shareByScenario(learned, judged), came);
  const rule = classScore(features.map(wasteRule), came);
  const leaning = classScore(judged.map(({ chance }) => chance), came);
  const rows = `${LEARNED.accounts} accounts learned, ${JUDGED.accounts} others judged, ${LEARNED.resources} resources each`;
  return [
    { name: 'waste: accuracy of the model', value: model.accuracy, unit: '%', bar: { at: 'least', value: LEAST_ACCURACY }, note: `${rows}; the best possible ${limit.accuracy.toFixed(2)}%` },
    { name: 'waste: log loss above the best possible', value: 100 * (model.logLoss / limit.logLoss - 1), unit: '%', bar: { at: 'most', value: MOST_LOSS_PCT }, note: `${toldBy(model)}; the best possible ${toldBy(limit)}` },
    { name: 'waste: log loss against the share by type and scenario', value: model.logLoss / share.logLoss, unit: 'x', bar: { at: 'most', value: 1 }, note: toldBy(share) },
    { name: 'waste: AUC of the rule without a model', value: rule.auc, unit: '', note: toldBy(rule) },
    { name: 'waste: accuracy if each account\'s leaning were known', value: leaning.accuracy, unit: '%', note: toldBy(leaning) },
  ];
};

const toldBy = ({ accuracy, auc, logLoss }: ClassScore): string => `accuracy ${accuracy.toFixed(2)}%, AUC ${auc.toFixed(4)}, log loss ${logLoss.toFixed(4)}`;

const keyOf = ({ row: { resource_type, detection_scenario } }: KnownResource): string => `${resource_type} ${detection_scenario}`;

const shareByScenario = (learned: readonly KnownResource[], judged: readonly KnownResource[]): readonly number[] => {
  const seen = new Map<string, { deleted: number; all: number }>();
  for (const resource of learned) {
    const { deleted, all } = seen.get(keyOf(resource)) ?? { deleted: 0, all: 0 };
    seen.set(keyOf(resource), { deleted: deleted + resource.deleted, all: all + 1 });
  }
  return judged.map((resource) => {
    const { deleted, all } = seen.get(keyOf(resource)) ?? { deleted: 1, all: 2 };
    return deleted / all;
  });
};
