import type { AdvisorClass } from '@ml/contracts/pricing';
import { CLASS_PROBABILITIES, MONTH_HOURS, NOTICED_HOURS, POOL_MEMORY, PRIOR_STRENGTH, RATIO_BOUNDS, UNKNOWN_PROBABILITY, WORST_RATE, WORST_RATIO } from './learning-constants';
import { shrink, type Evidence } from './shrinkage';

/** Of a constant hazard a month, the share of nodes that it takes in a month; and back. */
export const probabilityOf = (rate: number): number => 1 - Math.exp(-rate);
export const rateOf = (probability: number): number => -Math.log(1 - probability);

/** 1 = safe. At the middle of an advisor class it is what the advisor's own score is: 1, 0.75, 0.5, 0.25, 0. */
export const safetyOf = (rate: number): number => Math.min(1, Math.max(0, 1 - 5 * (probabilityOf(rate) - 0.025)));

/** What to expect of a pool before its own history, interruptions of a node a month. */
export interface Prior {
  /** By its advisor class alone. */
  readonly advisor_rate: number;
  /** With what its region and family showed. */
  readonly rate: number;
  /** False: the advisor does not know the type. */
  readonly is_known: boolean;
}

export interface AdvisorView {
  readonly advisor_class: AdvisorClass | null;
  /** The mean rate of the types of the region that have a class, for one that has none; null when none has. */
  readonly region_rate: number | null;
}

/** Interruptions of a node a month that the advisor lets expect. */
export const advisorRate = ({ advisor_class, region_rate }: AdvisorView): number =>
  advisor_class === null ? (region_rate ?? rateOf(UNKNOWN_PROBABILITY)) : rateOf(CLASS_PROBABILITIES[advisor_class]);

/** The advisor's rate, corrected by `ratio`: how much more than expected the family in the region was interrupted (see `familyRatio`), 1 when nothing is known. */
export const priorOf = (advisor: AdvisorView, ratio = 1): Prior => {
  const advisor_rate = advisorRate(advisor);
  return { advisor_rate, rate: advisor_rate * Math.min(RATIO_BOUNDS.max, Math.max(RATIO_BOUNDS.min, ratio)), is_known: advisor.advisor_class !== null };
};

/** Observed by expected interruptions in a region, shrunk to 1. Losses of customers whose exposure is unknown must not be among the evidence. */
export const regionRatio = (evidence: Evidence): number => shrink(evidence, { mean: 1, strength: PRIOR_STRENGTH.region, worst: WORST_RATIO });

/** The same of a family in a region, shrunk to its region's. */
export const familyRatio = (evidence: Evidence, ofRegion: number): number => shrink(evidence, { mean: ofRegion, strength: PRIOR_STRENGTH.family, worst: WORST_RATIO });

export interface PoolEvidence extends Evidence {
  /** How many customers `others` stands for; only those with a day there or more. */
  readonly other_customers?: number;
}

export interface LearnedPool {
  /** Interruptions of a node a month, finite and not below 0. */
  readonly rate: number;
  /** Of a node within a month, 0 to 1. */
  readonly probability: number;
  /** 0 to 1, 1 = safe. */
  readonly safety: number;
  readonly confidence: number;
  /** Interrupted there, or there for a day or more. */
  readonly customers: number;
}

/** What is learned of a pool from what its customers saw there, in losses and node-months that have decayed to now. */
export const learnPool = (evidence: PoolEvidence, prior: Prior): LearnedPool => {
  const strength = PRIOR_STRENGTH.pool / prior.rate;
  const rate = shrink(evidence, { mean: prior.rate, strength, worst: WORST_RATE, tie: strength / POOL_MEMORY });
  const customers = customersOf(evidence);
  return { rate, probability: probabilityOf(rate), safety: safetyOf(rate), confidence: learnedConfidence(customers), customers };
};

const customersOf = ({ customers, other_customers = 0 }: PoolEvidence): number =>
  customers.filter(({ losses, exposure }) => losses > 0 || exposure >= NOTICED_HOURS / MONTH_HOURS).length + other_customers;

/** 0.50 and 0.15 more for each customer, 0.95 at most. */
export const learnedConfidence = (customers: number): number => Math.min(0.95, 0.5 + 0.15 * customers);
