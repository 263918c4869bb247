import { crossing, unchanged, type Model } from './model';

/** GB a day that would become local if this change alone were made; less than nothing where it is good for others of the plan only. */
export const gainAlone = (model: Model, variable: number, choice: number): number => {
  const today = unchanged(model);
  const alone = today.with(variable, choice);
  return (model.touching[variable] ?? []).reduce((sum, number) => {
    const flow = model.flows[number];
    return flow === undefined ? sum : sum + crossing(model, flow, today) - crossing(model, flow, alone);
  }, 0);
};
