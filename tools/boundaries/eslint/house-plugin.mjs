import { basename } from 'node:path';
import { fewParameters } from './few-parameters.mjs';
import { forbid } from './forbid.mjs';

/** `spot-plan.ts`, `spot-plan.spec.ts`, `spot-plan.real.spec.ts`, `slow.config.ts`; `.dependency-cruiser.cjs`. */
const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.[cm]?[jt]sx?$/;
/** Names that say nothing about what is inside, at either end. */
const EMPTY_WORDS = ['utils', 'util', 'helpers', 'helper', 'common', 'base'];
/** As the last word: barrels, which hide an owner, and whatever manages. */
const EMPTY_ENDINGS = [...EMPTY_WORDS, 'manager', 'misc', 'shared', 'index'];

const fileName = (check, message) => ({
  meta: { type: 'problem', schema: [], messages: { forbidden: message } },
  create: (context) => ({
    Program(node) {
      const name = basename(context.filename);
      if (!check(name)) context.report({ node, messageId: 'forbidden', data: { name } });
    },
  }),
});

const wordsOf = (name) => name.split('.')[0].split('-');

const TEST = '/^(describe|it|test|suite|bench)$/';

/** What the house asks of every file, beside ESLint's own limits. */
export const housePlugin = {
  meta: { name: 'house' },
  rules: {
    'kebab-case-file': fileName((name) => KEBAB.test(name), '`{{name}}` is not kebab-case.'),
    'telling-file-name': fileName(
      (name) => !EMPTY_WORDS.includes(wordsOf(name)[0]) && !EMPTY_ENDINGS.includes(wordsOf(name).at(-1)),
      '`{{name}}` says nothing about what is inside: name the file after the one thing it exports.',
    ),
    'few-parameters': fewParameters,
    'no-enum': forbid('Use `as const` and a union of its values.', 'TSEnumDeclaration'),
    'no-default-export': forbid('Export by name.', 'ExportDefaultDeclaration', 'ExportSpecifier[exported.name="default"]'),
    'no-interface-prefix': forbid('No I before the name of an interface.', 'TSInterfaceDeclaration[id.name=/^I[A-Z][a-z]/]'),
    'no-focused-spec': forbid(
      'A spec that is focused, skipped or left to do is not committed; say when it cannot run with `skipIf`.',
      `MemberExpression[object.name=${TEST}][property.name=/^(only|skip|todo|fails)$/]`,
      `MemberExpression[object.type="MemberExpression"][object.object.name=${TEST}][property.name=/^(only|skip|todo|fails)$/]`,
      'CallExpression[callee.name=/^(fit|fdescribe|xit|xdescribe|xtest)$/]',
    ),
    'spec-says-what-happens': forbid(
      'Present tense: say what happens and when, not what should.',
      `CallExpression[callee.name=/^(it|test)$/] > Literal.arguments:first-child[value=/^should /i]`,
    ),
  },
};
