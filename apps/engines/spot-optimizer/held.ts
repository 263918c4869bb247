import type { Held } from '@ml/contracts/decision';
import { compareText } from '@ml/units/compare-text';
import type { Refusal } from './candidates';
import type { Market } from './market';

/**
 * Thousands of pools are looked at, and each has its code. What an answer shows of them is bounded and nothing is dropped:
 * - a type that cannot serve whatever the market does is listed by name in one entry per code;
 * - the pools of a type that are refused for one reason share an entry;
 * - of these, the cheapest types come one by one; beyond MOST_ENTRIES they too are listed by name in one entry per code.
 */
const MOST_ENTRIES = 150;

export interface HeldSummary {
  readonly [code: string]: { readonly instance_types: number; readonly pools: number };
}

export const summaryOf = (refusals: readonly Refusal[]): HeldSummary => {
  const byCode = new Map<string, { types: Set<string>; pools: number }>();
  for (const refusal of refusals) {
    const found = byCode.get(refusal.code) ?? { types: new Set<string>(), pools: 0 };
    found.types.add(refusal.instanceType);
    if (refusal.zone !== null) found.pools += 1;
    byCode.set(refusal.code, found);
  }
  const codes = [...byCode].sort(([one], [other]) => compareText(one, other));
  return Object.fromEntries(codes.map(([code, { types, pools }]) => [code, { instance_types: types.size, pools }]));
};

interface TypeRefusal {
  readonly code: string;
  readonly instanceType: string;
  readonly refusals: readonly Refusal[];
}

export const heldOf = (refusals: readonly Refusal[], market: Market): readonly Held[] => {
  const unfit = refusals.filter((refusal) => refusal.unfit);
  const byType = typeRefusals(refusals.filter((refusal) => !refusal.unfit));
  const price = (found: TypeRefusal): number => onDemandPrice(market, found.instanceType);
  const sorted = [...byType].sort((one, other) => price(one) - price(other) || compareText(one.instanceType, other.instanceType) || compareText(one.code, other.code));
  const listed = sorted.slice(MOST_ENTRIES).flatMap((found) => found.refusals);
  return [...sorted.slice(0, MOST_ENTRIES).map(entryOf), ...listsOf(listed), ...listsOf(unfit)];
};

/** Types without a price come last. */
const onDemandPrice = (market: Market, instanceType: string): number => {
  const type = market.type(instanceType);
  return (type === undefined ? undefined : market.onDemand(type)) ?? Number.MAX_VALUE;
};

const typeRefusals = (refusals: readonly Refusal[]): readonly TypeRefusal[] => {
  const groups = new Map<string, Refusal[]>();
  for (const refusal of refusals) {
    const key = `${refusal.instanceType} ${refusal.code}`;
    const group = groups.get(key) ?? [];
    group.push(refusal);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => (group[0] === undefined ? [] : [{ code: group[0].code, instanceType: group[0].instanceType, refusals: group }]));
};

const entryOf = ({ code, instanceType, refusals }: TypeRefusal): Held => {
  const zones = refusals.flatMap((refusal) => (refusal.zone === null ? [] : [refusal.zone]));
  const scores = refusals.flatMap((refusal) => (refusal.score === undefined ? [] : [refusal.score]));
  const texts = [...new Set(refusals.map((refusal) => refusal.text))].join('; ');
  return {
    target: { kind: 'InstanceType', name: instanceType },
    code,
    text: `${instanceType} ${texts}`,
    details: { availability_zones: zones, ...(scores.length === 0 ? {} : { safety_scores: scores }) },
  };
};

const listsOf = (refusals: readonly Refusal[]): readonly Held[] => {
  const byCode = new Map<string, { readonly text: string; readonly types: Set<string> }>();
  for (const { code, text, instanceType } of refusals) {
    const list = byCode.get(code) ?? { text, types: new Set<string>() };
    list.types.add(instanceType);
    byCode.set(code, list);
  }
  return [...byCode]
    .sort(([one], [other]) => compareText(one, other))
    .map(([code, { text, types }]) => ({
      target: { kind: 'InstanceTypes', name: `${types.size} instance types` },
      code,
      text: `each of ${types.size} instance types ${text}`,
      details: { instance_types: [...types].sort() },
    }));
};
