import ts from 'typescript';

/**
 * A type as JSON, without the names it has in the source, so that renaming an interface changes nothing.
 * Text: a primitive, a literal or a union of them. Object: fields, `name?` when optional, `[string]` for any other key.
 * `{ '[]': each }` is an array, `{ '|': [...] }` a union with objects in it.
 */
export type Shape = string | ShapeFields;
export interface ShapeFields {
  readonly [field: string]: Shape | readonly Shape[];
}

const ARRAY = '[]';
export const UNION = '|';

export const shapeOf = (checker: ts.TypeChecker, type: ts.Type, outer: readonly ts.Type[] = []): Shape => {
  if (outer.includes(type)) return checker.typeToString(type);
  const inside = [...outer, type];
  if (type.isUnion() && !(type.flags & ts.TypeFlags.Boolean)) return unionOf(checker, type, inside);
  if (checker.isArrayType(type)) {
    const [each] = checker.getTypeArguments(type as ts.TypeReference);
    return { [ARRAY]: each === undefined ? 'unknown' : shapeOf(checker, each, inside) };
  }
  return type.flags & ts.TypeFlags.Object ? fieldsOf(checker, type, inside) : checker.typeToString(type);
};

const unionOf = (checker: ts.TypeChecker, type: ts.UnionType, outer: readonly ts.Type[]): Shape => {
  const members = type.types.filter((member) => !(member.flags & ts.TypeFlags.Undefined)).map((member) => shapeOf(checker, member, outer));
  const [only] = members;
  if (members.length === 1 && only !== undefined) return only;
  const texts = members.filter((member) => typeof member === 'string');
  if (texts.length === members.length) return joined(texts);
  return { [UNION]: [...members].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
};

const joined = (texts: readonly string[]): string => {
  const isBoolean = texts.includes('true') && texts.includes('false');
  const rest = isBoolean ? [...texts.filter((text) => text !== 'true' && text !== 'false'), 'boolean'] : texts;
  return [...rest].sort().join(' | ');
};

const fieldsOf = (checker: ts.TypeChecker, type: ts.Type, outer: readonly ts.Type[]): ShapeFields => {
  const fields = checker.getPropertiesOfType(type).map((property): readonly [string, Shape] => {
    const optional = property.flags & ts.SymbolFlags.Optional ? '?' : '';
    return [`${property.name}${optional}`, shapeOf(checker, checker.getTypeOfSymbol(property), outer)];
  });
  const others = checker
    .getIndexInfosOfType(type)
    .map((info): readonly [string, Shape] => [`[${checker.typeToString(info.keyType)}]`, shapeOf(checker, info.type, outer)]);
  return Object.fromEntries([...fields, ...others].sort(([a], [b]) => (a < b ? -1 : 1)));
};
