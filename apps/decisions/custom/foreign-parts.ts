import type { Node, Program } from 'acorn';
import type { EngineFinding } from '@ml/contracts/custom-engines';

/** Names that are there in a browser or in Node, and not in the sandbox. */
const ABSENT = ['fetch', 'process', 'require', 'setTimeout', 'setInterval', 'queueMicrotask', 'console', 'Buffer', 'performance', 'crypto', 'XMLHttpRequest', 'WebAssembly', 'Intl', 'eval'];
const IMPORTING = ['ImportDeclaration', 'ImportExpression', 'ExportAllDeclaration'];
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
const MOST_WARNINGS = 20;

interface Visit {
  readonly node: Node;
  readonly inFunction: boolean;
}

export interface ForeignParts {
  readonly findings: readonly EngineFinding[];
  readonly warnings: readonly EngineFinding[];
}

/** What a module would need from outside: nothing may be imported or waited for; names that are not there may still be of its own making. */
export const foreignParts = (program: Program): ForeignParts => {
  const findings: EngineFinding[] = [];
  const warnings: EngineFinding[] = [];
  const open: Visit[] = [{ node: program, inFunction: false }];
  // A stack of our own: the depth of what somebody uploads is not ours to choose.
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const finding = findingAt(visit);
    if (finding !== undefined) findings.push(finding);
    const warning = warningAt(visit.node);
    if (warning !== undefined && warnings.length < MOST_WARNINGS) warnings.push(warning);
    const inFunction = visit.inFunction || FUNCTIONS.includes(visit.node.type);
    for (const node of childrenOf(visit.node)) open.push({ node, inFunction });
  }
  return { findings: findings.sort(byLine), warnings: warnings.sort(byLine) };
};

const byLine = (one: EngineFinding, other: EngineFinding): number => (one.line ?? 0) - (other.line ?? 0);

const childrenOf = (node: Node): readonly Node[] => Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? (value as unknown[]).filter(isNode) : isNode(value) ? [value] : []));

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'start' in value && typeof value.type === 'string';

const at = (node: Node, code: string, text: string): EngineFinding => ({ code, text, line: node.loc?.start.line ?? null });

const findingAt = ({ node, inFunction }: Visit): EngineFinding | undefined => {
  if (imports(node)) return at(node, 'IMPORTS', 'an engine is one file that imports nothing: bundle what it needs into it');
  return waits(node) && !inFunction ? at(node, 'TOP_LEVEL_AWAIT', 'nothing can be waited for: an engine decides at once') : undefined;
};

const imports = (node: Node): boolean => {
  if (node.type === 'ExportNamedDeclaration') return 'source' in node && isNode(node.source);
  if (node.type === 'MetaProperty') return 'meta' in node && isNode(node.meta) && 'name' in node.meta && node.meta.name === 'import';
  return IMPORTING.includes(node.type);
};

const waits = (node: Node): boolean => node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && 'await' in node && node.await === true);

const warningAt = (node: Node): EngineFinding | undefined => {
  if (node.type !== 'Identifier' || !('name' in node) || !ABSENT.includes(String(node.name))) return undefined;
  return at(node, 'NOT_IN_SANDBOX', `${String(node.name)} is not there in the sandbox, unless the engine makes it itself`);
};
