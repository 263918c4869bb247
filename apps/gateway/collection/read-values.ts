import { MOST_FAULTS, type CollectionFault } from '@ml/contracts/collection';

const isSample = (value: unknown): value is number | null => value === null || (typeof value === 'number' && Number.isFinite(value));

/** Values as samples: what is no number is no sample, and is named. */
export const readValues = (values: readonly unknown[]): { readonly samples: readonly (number | null)[]; readonly faults: readonly CollectionFault[] } => {
  const bad = values.flatMap((value, index) => (isSample(value) ? [] : [index]));
  return {
    samples: values.map((value) => (isSample(value) ? value : null)),
    faults: bad.slice(0, MOST_FAULTS).map((index) => ({ path: `values[${index}]`, code: 'NOT_A_NUMBER', text: 'is no finite number: it counts as no sample' })),
  };
};
