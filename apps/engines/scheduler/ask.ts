import type { DecisionEnvelope } from '@ml/contracts/decision';
import { COMMON_CONSTRAINTS, names, readAsk, type UnreadableAsk } from '@ml/engine-kernel/ask';
import type { Labels } from '@ml/state/kubernetes/label-selector';
import { readLabels } from '@ml/state/kubernetes/labels';
import { isRecord, type Read } from '@ml/state/read';
import { array, fallback, object, optional, required } from '@ml/state/shapes';
import { name } from '@ml/state/values';

/** Which workloads belong to an environment; empty lists select by the environment's name. */
export interface Selector {
  readonly namespaces: readonly string[];
  readonly labels: Labels;
}

/** An environment whose hours are not read yet: each is read on its own, so that one that cannot be read spoils no other. */
export interface PostedEnvironment {
  readonly name: string;
  readonly selector: Selector;
  readonly path: readonly (string | number)[];
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Wanted {
  readonly environments: readonly PostedEnvironment[];
  readonly excluded: ReadonlySet<string>;
}

const NO_SELECTOR: Selector = { namespaces: [], labels: {} };

const head = object({
  environment: required(name),
  selector: fallback(object({ namespaces: names, labels: fallback(readLabels, {}) }), NO_SELECTOR),
});

const posted: Read<Omit<PostedEnvironment, 'path'>> = (value) => {
  const { environment, selector } = head(value);
  return { name: environment, selector, fields: isRecord(value) ? value : {} };
};

/** The contract's form: one environment, its fields beside each other. */
const alone: Read<Omit<PostedEnvironment, 'path'> | null> = (value) => (isRecord(value) && value['environment'] !== undefined && value['environment'] !== null ? posted(value) : null);

const listed = object({ environments: optional(array(posted)) });

const requirements: Read<readonly PostedEnvironment[]> = (value) => {
  const one = alone(value);
  const several = (listed(value).environments ?? []).map((environment, index) => ({ ...environment, path: ['requirements', 'environments', index] }));
  return one === null ? several : [...several, { ...one, path: ['requirements'] }];
};

const constraints = object(COMMON_CONSTRAINTS);

export const readWanted = (request: DecisionEnvelope): Wanted | UnreadableAsk => {
  const read = readAsk(request, { requirements, constraints });
  return 'held' in read ? read : { environments: read.requirements, excluded: new Set(read.constraints.excluded) };
};
