import { compareText } from '@ml/units/compare-text';

const LONGEST = 48;
const FORM = /^[a-z0-9.*-]+$/;
const NAMES_SHOWN = 3;
/** Letters that may differ between what was written and what was meant. */
const TYPING_ERRORS = 2;

/** A name or a pattern as it is compared: lower case; null when it cannot be one. */
export const readTypePattern = (text: unknown): string | null => {
  if (typeof text !== 'string' || text.length > LONGEST) return null;
  const pattern = text.trim().toLowerCase();
  return FORM.test(pattern) ? pattern : null;
};

/** `*` stands for any run of characters, the empty one too: `m5.*`, `*.large`, `c5*.xlarge`. At worst pattern times name steps, whatever is asked. */
export const matchesType = (pattern: string, name: string): boolean => {
  let at = 0;
  let of = 0;
  let star = -1;
  let resumed = 0;
  while (at < name.length) {
    if (pattern[of] === '*') {
      star = of;
      of += 1;
      resumed = at;
    } else if (pattern[of] === name[at]) {
      of += 1;
      at += 1;
    } else {
      // The last star takes one more character; without one there is no match.
      if (star === -1) return false;
      of = star + 1;
      resumed += 1;
      at = resumed;
    }
  }
  while (pattern[of] === '*') of += 1;
  return of === pattern.length;
};

/** Known names that the pattern means, in the order of the known ones. */
export const typesMeant = (pattern: string, known: readonly string[]): readonly string[] => {
  if (!pattern.includes('*')) return known.includes(pattern) ? [pattern] : [];
  return known.filter((name) => matchesType(pattern, name));
};

/** Whether a type is one of those named or meant by a pattern; every one is when none is named. */
export const isTypeOf = (named: readonly string[]): ((type: string) => boolean) => {
  const read = named.map((text) => readTypePattern(text) ?? text);
  const names = new Set(read.filter((text) => !text.includes('*')));
  const patterns = read.filter((text) => text.includes('*'));
  return (type) => read.length === 0 || names.has(type) || patterns.some((pattern) => matchesType(pattern, type));
};

/** Whether it means every type there can be. */
export const meansEveryType = (pattern: string): boolean => /^\*+(\.\*+)?$/.test(pattern);

/** What may have been meant by something that matches nothing: names, or families for a pattern; the likeliest first. */
export const closeTypes = (pattern: string, known: readonly string[]): readonly string[] => {
  const isPattern = pattern.includes('*');
  const candidates = isPattern ? [...new Set(known.map((name) => `${familyOf(name)}.*`))] : known;
  const wanted = isPattern ? `${familyOf(pattern).replaceAll('*', '')}.*` : pattern;
  return candidates
    .map((name) => ({ name, distance: distanceWithin(wanted, name) }))
    .filter(({ distance }) => distance <= TYPING_ERRORS)
    .toSorted((one, other) => one.distance - other.distance || compareText(one.name, other.name))
    .slice(0, NAMES_SHOWN)
    .map(({ name }) => name);
};

const familyOf = (name: string): string => name.split('.')[0] ?? '';

/** Levenshtein's distance; names whose lengths alone differ by more than is of interest are not compared. */
const distanceWithin = (one: string, other: string): number => {
  if (Math.abs(one.length - other.length) > TYPING_ERRORS) return Number.POSITIVE_INFINITY;
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const change = (before[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      line.push(Math.min(change, (before[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    before = line;
  }
  return before[other.length] ?? 0;
};
