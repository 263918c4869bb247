import type { EngineFinding } from '@ml/contracts/custom-engines';
import type { Exported } from './module-exports';

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
/** Nothing that is written like this can be called. */
const UNCALLABLE = ['Literal', 'ObjectExpression', 'ArrayExpression', 'TemplateLiteral', 'ClassDeclaration', 'ClassExpression'];

/** `decide` has to be a plain function; what it is when it is computed, the contract test finds out. */
export const decideFindings = (decide: Exported | undefined): readonly EngineFinding[] => {
  if (decide === undefined) return [{ code: 'MISSING_EXPORT', text: 'the module does not export decide, the function that decides', line: null }];
  const { value, line } = decide;
  if (value === undefined) return [];
  if (UNCALLABLE.includes(value.type)) return [{ code: 'DECIDE_NOT_A_FUNCTION', text: 'decide has to be a function', line }];
  const later = FUNCTIONS.includes(value.type) && (('async' in value && value.async === true) || ('generator' in value && value.generator === true));
  return later ? [{ code: 'DECIDE_NOT_AT_ONCE', text: 'decide has to return its decision, neither a promise nor a generator', line }] : [];
};
