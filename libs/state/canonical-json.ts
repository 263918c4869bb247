/**
 * One text for one value: keys sorted by code unit, no spaces, numbers as JSON writes them, absent fields left out.
 * What is hashed and stored must not depend on the order in which a caller wrote its fields.
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item === undefined ? null : item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value as Readonly<Record<string, unknown>>);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
  const scalar = JSON.stringify(value) as string | undefined;
  if (scalar === undefined) throw new TypeError(`a ${typeof value} has no canonical form`);
  return scalar;
};

const canonicalObject = (value: Readonly<Record<string, unknown>>): string => {
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${fields.join(',')}}`;
};
