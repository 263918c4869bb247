import type { AdvisorClass, Product, TypeFacts } from '@ml/contracts/pricing';

/** Interruption classes `<5%`, `5-10%`, `10-15%`, `15-20%`, `>20%` a month, evenly from safe to unsafe. */
const SAFETY_BY_CLASS = [1, 0.75, 0.5, 0.25, 0] as const satisfies Readonly<Record<AdvisorClass, number>>;

export const CLASS_LABELS = ['<5%', '5-10%', '10-15%', '15-20%', '>20%'] as const satisfies Readonly<Record<AdvisorClass, string>>;

export const advisorScore = (interruptionClass: AdvisorClass | undefined): number | null =>
  interruptionClass === undefined ? null : SAFETY_BY_CLASS[interruptionClass];

/** The Spot Advisor tells Windows from everything else, which it calls Linux. */
export const interruptionClassOf = (type: TypeFacts, product: Product): AdvisorClass | undefined =>
  type.advisor[product === 'Windows' ? 'Windows' : 'Linux']?.class;
