import { MOST_FAULTS } from '@ml/contracts/collection';
import type { Reason } from '@ml/contracts/decision';
import type { WasteAnswer } from '@ml/contracts/insights';
import { WASTE_THRESHOLD } from '@ml/domain/waste/waste-rule';

/** Answers to pieces, in their order, as one. Where only some of them were left to the rule, both the model and the reason are told; where another model was activated meanwhile, a warning says so. */
export const joinedWaste = (answers: readonly WasteAnswer[]): WasteAnswer => ({
  resources: answers.flatMap(({ resources }) => resources),
  model: answers.find(({ model }) => model !== null)?.model ?? null,
  fallback: answers.find(({ fallback }) => fallback !== null)?.fallback ?? null,
  threshold: answers[0]?.threshold ?? WASTE_THRESHOLD,
  faults: answers.flatMap(({ faults }) => faults).slice(0, MOST_FAULTS),
  fault_count: answers.reduce((sum, { fault_count }) => sum + fault_count, 0),
  warnings: [...new Map([...answers.flatMap(({ warnings }) => warnings), ...replaced(answers)].map((warning) => [warning.code, warning])).values()],
});

const replaced = (answers: readonly WasteAnswer[]): readonly Reason[] => {
  const versions = new Map(answers.flatMap(({ model }) => (model === null ? [] : [[model.id, model.version] as const])));
  return versions.size <= 1 ? [] : [{ code: 'MODEL_REPLACED', text: `another model was activated meanwhile: some were judged by ${[...versions.values()].join(', others by ')}` }];
};
