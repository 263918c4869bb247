import type { Declaration, Expression, Identifier, Literal, ModuleDeclaration, Program, Statement } from 'acorn';

type Value = Expression | Declaration;

export interface Exported {
  /** What the name stands for where that is written down at the top of the module. */
  readonly value: Value | undefined;
  readonly line: number;
}

const lineOf = (node: { readonly loc?: { readonly start: { readonly line: number } } | null | undefined }): number => node.loc?.start.line ?? 1;

/** What a module exports, by name: declared on the spot, or listed at the end as bundlers do. */
export const moduleExports = ({ body }: Program): ReadonlyMap<string, Exported> => {
  const declared = new Map(body.flatMap((statement) => [...declarations(declarationIn(statement))]));
  const found = new Map<string, Exported>();
  for (const statement of body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    for (const [name, value] of declarations(statement.declaration ?? undefined)) found.set(name, { value, line: lineOf(value) });
    for (const { local, exported } of statement.specifiers) {
      const value = declared.get(nameOf(local));
      found.set(nameOf(exported), { value, line: lineOf(value ?? statement) });
    }
  }
  return found;
};

const nameOf = (name: Identifier | Literal): string => (name.type === 'Identifier' ? name.name : String(name.value));

const declarationIn = (statement: Statement | ModuleDeclaration): Declaration | undefined => {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ?? undefined;
  return statement.type === 'VariableDeclaration' || statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration' ? statement : undefined;
};

function* declarations(declaration: Declaration | undefined): Generator<readonly [string, Value]> {
  if (declaration?.type === 'VariableDeclaration') {
    for (const { id, init } of declaration.declarations) if (id.type === 'Identifier' && init) yield [id.name, init];
  } else if (declaration?.id) yield [declaration.id.name, declaration];
}
