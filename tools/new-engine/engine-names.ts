import { DECISION_TYPES, ENGINE_TYPES, type DecisionType, type EngineType } from '@ml/contracts/engine-types';

/** Every spelling of one engine's name. */
export interface EngineNames {
  /** Folder, service, NATS user and Helm value: `bin-packing`. */
  readonly folder: string;
  readonly type: EngineType;
  readonly decision: DecisionType;
  /** `binPacking`. */
  readonly camel: string;
  readonly pascal: string;
}

const folderOf = (type: EngineType): string => type.replaceAll('_', '-');

/** Engine types and decision types are declared in the same order. */
export const engineNames = (folder: string): EngineNames => {
  const index = ENGINE_TYPES.findIndex((type) => folderOf(type) === folder);
  const [type, decision] = [ENGINE_TYPES[index], DECISION_TYPES[index]];
  if (type === undefined || decision === undefined) {
    throw new Error(`"${folder}" is no engine of the contract. One of: ${ENGINE_TYPES.map(folderOf).join(', ')}`);
  }
  const pascal = folder.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return { folder, type, decision, pascal, camel: `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}` };
};
