/** Whether two JSON values are the same, whatever the order of their fields. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null || Array.isArray(one) !== Array.isArray(other)) return false;
  return sameFields(one as Fields, other as Fields);
};

type Fields = Readonly<Record<string, unknown>>;

const sameFields = (one: Fields, other: Fields): boolean => {
  let left = Object.keys(other).length;
  for (const key of Object.keys(one)) {
    if (!Object.hasOwn(other, key) || !isSame(one[key], other[key])) return false;
    left -= 1;
  }
  return left === 0;
};
