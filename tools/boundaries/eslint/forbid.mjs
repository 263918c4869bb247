/**
 * A rule that reports every node matching one of the selectors. A named rule instead of an entry of
 * `no-restricted-syntax`, because configurations replace that list as a whole and a report should name its rule.
 * @param {string} message
 * @param {...string} selectors
 * @returns {import('eslint').Rule.RuleModule}
 */
export const forbid = (message, ...selectors) => ({
  meta: { type: 'problem', schema: [], messages: { forbidden: message } },
  create: (context) => Object.fromEntries(selectors.map((selector) => [selector, (node) => context.report({ node, messageId: 'forbidden' })])),
});

/**
 * A rule that reports every use of a global name, as a value or as a type, that nothing in the file declares.
 * @param {string} message
 * @param {readonly string[]} names
 * @param {(identifier: import('estree').Identifier & { parent: import('estree').Node }) => boolean} [allowed]
 * @returns {import('eslint').Rule.RuleModule}
 */
export const forbidGlobals = (message, names, allowed = () => false) => ({
  meta: { type: 'problem', schema: [], messages: { forbidden: message } },
  create: (context) => ({
    'Program:exit'(program) {
      for (const identifier of globalUses(context.sourceCode.getScope(program))) {
        if (names.includes(identifier.name) && !allowed(identifier)) context.report({ node: identifier, messageId: 'forbidden' });
      }
    },
  }),
});

const globalUses = (scope) => {
  const implicit = scope.variables.filter((variable) => variable.defs.length === 0).flatMap((variable) => variable.references);
  return new Set([...implicit, ...scope.through].map((reference) => reference.identifier));
};
