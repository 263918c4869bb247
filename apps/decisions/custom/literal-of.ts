import type { Expression, SpreadElement } from 'acorn';

/** A value as it is written down, or that it is computed. */
export type Literal = { readonly known: true; readonly value: unknown } | { readonly known: false };

const COMPUTED: Literal = { known: false };
const known = (value: unknown): Literal => ({ known: true, value });

/** Reads texts, numbers, truths, lists and objects of them without running anything. */
export const literalOf = (node: Expression | SpreadElement | null | undefined): Literal => {
  switch (node?.type) {
    case 'Literal':
      return isPlain(node.value) ? known(node.value) : COMPUTED;
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? known(node.quasis[0]?.value.cooked) : COMPUTED;
    case 'UnaryExpression':
      return negated(node.operator, literalOf(node.argument));
    case 'ArrayExpression':
      return all(node.elements.map(literalOf), (values) => values);
    case 'ObjectExpression':
      return objectOf(node);
    default:
      return COMPUTED;
  }
};

const isPlain = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** `-1`; and `!0`, which is how bundlers write `true`. */
const negated = (operator: string, argument: Literal): Literal => {
  if (!argument.known || typeof argument.value !== 'number') return COMPUTED;
  if (operator === '-') return known(-argument.value);
  return operator === '!' ? known(argument.value === 0) : COMPUTED;
};

const all = (literals: readonly Literal[], make: (values: readonly unknown[]) => unknown): Literal => {
  const values: unknown[] = [];
  for (const literal of literals) {
    if (!literal.known) return COMPUTED;
    values.push(literal.value);
  }
  return known(make(values));
};

const objectOf = ({ properties }: Extract<Expression, { type: 'ObjectExpression' }>): Literal => {
  const keys: string[] = [];
  const literals = properties.map((property) => {
    if (property.type !== 'Property' || property.computed || property.kind !== 'init') return COMPUTED;
    keys.push(property.key.type === 'Identifier' ? property.key.name : String(property.key.type === 'Literal' ? property.key.value : ''));
    return literalOf(property.value);
  });
  return all(literals, (values) => Object.fromEntries(values.map((value, index) => [keys[index] ?? '', value])));
};
