import type { PoolLesson } from '@ml/contracts/pools';
import type { TypeFacts } from '@ml/contracts/pricing';
import { advisorScore } from '@ml/engine-kernel/spot-score/advisor';
import { familyOf } from '@ml/engine-kernel/spot-score/structural';

/** The contract's score of a pool about which nobody has learned anything. */
const NOTHING_LEARNED = 0.5;
/** Ours: as many fully trusted pools as must agree before what a family showed weighs as much as not knowing. */
const PRIOR_STRENGTH = 3;

/** What the advisor says of the types of a region. */
export type Types = readonly Pick<TypeFacts, 'instance_type' | 'advisor'>[];

interface Family {
  readonly sum: number;
  readonly trust: number;
  /** How far its pools turned out otherwise than the advisor says, and the trust in those whose class is known. */
  readonly shift: number;
  readonly shiftTrust: number;
}

const NO_FAMILY: Family = { sum: 0, trust: 0, shift: 0, shiftTrust: 0 };

/**
 * What to expect of pools that nobody has learned of, from the lessons of one region. Taking them all for 0.5 would make safe types risky as the weight grows;
 * where the advisor is right and there is nothing to learn, that alone calls one pool in seventeen wrong (tools/simulate).
 */
export class FamilyEstimate {
  private readonly families = new Map<string, Family>();
  private readonly advisor: ReadonlyMap<string, number | null>;
  private known = false;

  constructor(types: Types) {
    this.advisor = new Map(types.map(({ instance_type, advisor }) => [instance_type, advisorScore(advisor.Linux?.class)]));
  }

  learn({ instance_type, learned_score, confidence }: PoolLesson): void {
    const family = this.families.get(familyOf(instance_type)) ?? NO_FAMILY;
    const expected = this.advisor.get(instance_type) ?? null;
    this.known ||= confidence > 0;
    this.families.set(familyOf(instance_type), {
      sum: family.sum + confidence * learned_score,
      trust: family.trust + confidence,
      shift: family.shift + (expected === null ? 0 : confidence * (learned_score - expected)),
      shiftTrust: family.shiftTrust + (expected === null ? 0 : confidence),
    });
  }

  of(instanceType: string): number {
    if (!this.known) return NOTHING_LEARNED;
    const family = this.families.get(familyOf(instanceType)) ?? NO_FAMILY;
    const expected = this.advisor.get(instanceType) ?? null;
    if (expected === null) return (family.sum + PRIOR_STRENGTH * NOTHING_LEARNED) / (family.trust + PRIOR_STRENGTH);
    return Math.min(1, Math.max(0, expected + family.shift / (family.shiftTrust + PRIOR_STRENGTH)));
  }
}
