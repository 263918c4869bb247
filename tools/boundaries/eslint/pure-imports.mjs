/** Pure code imports its own folder and the pure libraries; the contracts only as types. */
export const pureImports = {
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        { regex: '^(?!\\.{1,2}/|@ml/)', message: 'Pure code imports no package and nothing of Node.' },
        { regex: '^@ml/(?!units/|state/|engine-kernel/|contracts/)', message: 'Pure code imports pure libraries only.' },
        { regex: '^@ml/contracts/', allowTypeImports: true, message: 'Pure code knows the contracts as types only: `import type`.' },
      ],
    },
  ],
};
