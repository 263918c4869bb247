import { DECISION_TYPES, ENGINE_TYPES } from '@ml/contracts/engine-types';

/** Every spelling of one engine's name. */
export interface EngineNames {
  /** Folder, service, NATS user and Helm value: `bin-packing`. */
  readonly folder: string;
  readonly type: string;
  readonly decision: string;
  /** `binPacking`. */
  readonly camel: string;
  readonly pascal: string;
  /** `bin-pack` and `BinPack`: the request's side of the name. */
  readonly route: string;
  readonly decisionPascal: string;
}

const dashed = (name: string): string => name.replaceAll('_', '-');

/** Engine types and decision types of a contract, declared in the same order. */
export interface NamedEngines {
  readonly types: readonly string[];
  readonly decisions: readonly string[];
}

const CONTRACT: NamedEngines = { types: ENGINE_TYPES, decisions: DECISION_TYPES };

export const engineNames = (folder: string, { types, decisions }: NamedEngines = CONTRACT): EngineNames => {
  const index = types.findIndex((type) => dashed(type) === folder);
  const [type, decision] = [types[index], decisions[index]];
  if (type === undefined || decision === undefined) {
    throw new Error(`"${folder}" is no engine of the contract. One of: ${types.map(dashed).join(', ')}`);
  }
  const [pascal, route] = [pascalOf(folder), dashed(decision)];
  return { folder, type, decision, pascal, route, decisionPascal: pascalOf(route), camel: `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}` };
};

const pascalOf = (text: string): string =>
  text
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
