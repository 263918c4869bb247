/** Rules that need no types. */
export const untypedRules = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 50 }],
  complexity: ['error', { max: 10 }],
  eqeqeq: 'error',
  'no-console': 'error',
  'no-debugger': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'no-param-reassign': 'error',
  'no-implicit-coercion': ['error', { allow: ['!!'] }],
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': true }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-import-type-side-effects': 'error',
};

/** The few that need types and pay for them. */
export const typedRules = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

/** A `describe` holds many scenarios; each scenario is still short. */
export const specRules = {
  'max-lines-per-function': 'off',
  '@typescript-eslint/no-non-null-assertion': 'off',
};
