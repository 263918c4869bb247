import type { Product, TypeFacts } from '@ml/contracts/pricing';
import { advisorScore, interruptionClassOf } from './advisor';

const FAMILY_WEIGHT = 0.5;
const GENERATION_WEIGHT = 0.3;
const SIZE_WEIGHT = 0.2;
/** With fewer other sizes known, the family says nothing. */
const MIN_OTHER_SIZES = 3;
const UNKNOWN_FAMILY = 0.5;
const OLD_GENERATION = 0.3;

/** `m5` of `m5.large`. */
export const familyOf = (instanceType: string): string => {
  const dot = instanceType.indexOf('.');
  return dot < 0 ? instanceType : instanceType.slice(0, dot);
};

/** Ranks pools inside an advisor class without counting the type's own class twice. */
export const structuralScores = (types: readonly TypeFacts[], product: Product): ((type: TypeFacts) => number) => {
  const families = new Map<string, { sum: number; known: number }>();
  for (const type of types) {
    const own = advisorScore(interruptionClassOf(type, product));
    if (own === null) continue;
    const family = families.get(familyOf(type.instance_type)) ?? { sum: 0, known: 0 };
    families.set(familyOf(type.instance_type), { sum: family.sum + own, known: family.known + 1 });
  }
  return (type) => {
    const family = families.get(familyOf(type.instance_type)) ?? { sum: 0, known: 0 };
    const own = advisorScore(interruptionClassOf(type, product));
    const others = own === null ? family : { sum: family.sum - own, known: family.known - 1 };
    const relatives = others.known >= MIN_OTHER_SIZES ? others.sum / others.known : UNKNOWN_FAMILY;
    return FAMILY_WEIGHT * relatives + GENERATION_WEIGHT * (type.current_generation ? 1 : OLD_GENERATION) + SIZE_WEIGHT * sizeScore(type);
  };
};

/** The larger the machine, the fewer hosts can hold it. */
const sizeScore = (type: TypeFacts): number => {
  const size = type.instance_type.slice(type.instance_type.indexOf('.') + 1);
  const multiple = Number(/^(\d+)xlarge$/.exec(size)?.[1] ?? 1);
  if (type.bare_metal || size.startsWith('metal') || multiple > 16) return 0.3;
  return multiple > 4 ? 0.6 : 1;
};
