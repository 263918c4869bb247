import { javaHeapOf } from '@ml/state/kubernetes/java-heap';
import { buildStep } from '@ml/state/observed/build-step';
import { keptAnnotations } from './kept-annotations';
import { KEPT_KINDS, KEPT_TIMES, OPEN_MAPS, type Allowed } from './kept-fields';
import { keptTags } from './kept-tags';

type Json = Readonly<Record<string, unknown>>;
type Special = (value: unknown) => unknown;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of what scales a workload its kind: its address may hold a password (`amqp://user:password@host`). */
const triggerTypes: Special = (value) => (Array.isArray(value) ? (value as readonly unknown[]).map((trigger) => (isRecord(trigger) ? { type: wordOf(trigger['type']) } : {})) : undefined);

const wordOf = (value: unknown): unknown => (typeof value === 'object' ? undefined : value);

/** Fields of which only a part is kept, by name. */
const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['annotations', (value) => (isRecord(value) ? keptAnnotations(value) : undefined)],
  ['triggers', triggerTypes],
  ['Tags', keptTags],
  ['tags', keptTags],
  ['TagList', keptTags],
  ['tagList', keptTags],
  ['TagSet', keptTags],
  ['tagSet', keptTags],
  ['created_by', (value) => (typeof value === 'string' ? buildStep(value) : undefined)],
]);

const inPascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const isAllowed = (name: string, { names, eitherCase }: Allowed): boolean => names.has(name) || (eitherCase && names.has(inPascalCase(name)));

const prune = (value: unknown, allowed: Allowed): unknown => {
  if (Array.isArray(value)) return (value as readonly unknown[]).map((item) => prune(item, allowed));
  return isRecord(value) ? pruneObject(value, allowed) : value;
};

const pruneObject = (value: Json, allowed: Allowed): Json => {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const special = SPECIAL.get(name);
    const field = value[name];
    if (special !== undefined) kept[name] = special(field);
    else if (OPEN_MAPS.has(name) && isRecord(field)) kept[name] = pruneMap(field, allowed);
    else if (isAllowed(name, allowed)) kept[name] = prune(field, allowed);
  }
  const heap = heapOf(value);
  if (heap !== null) kept['args'] = [heap];
  return kept;
};

/** Of the command line and the environment of a container nothing but the heap of a Java process. */
const heapOf = ({ command, args, env }: Json): string | null => {
  if (command === undefined && args === undefined && env === undefined) return null;
  const bytes = javaHeapOf({ command, args, env });
  return bytes === null ? null : `-Xmx${bytes}`;
};

/** Whatever its keys are, plain values are kept. */
const pruneMap = (map: Json, allowed: Allowed): Json => {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(map)) {
    if (typeof value !== 'object' || value === null) kept[name] = value;
    else if (isAllowed(name, allowed)) kept[name] = prune(value, allowed);
    else if (OPEN_MAPS.has(name) && isRecord(value)) kept[name] = pruneMap(value, allowed);
  }
  return kept;
};

/** A posted state without everything that no engine reads. Pure; the input is left as it is. */
export const pruneState = (state: Json): Json => {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(state)) {
    const allowed = KEPT_KINDS.get(name);
    if (allowed !== undefined) kept[name] = prune(value, allowed);
    else if (KEPT_TIMES.has(name)) kept[name] = value;
  }
  return kept;
};

const ANSWERS = new Set(['items', 'Reservations', 'Instances', 'Volumes', 'Snapshots', 'Addresses', 'NetworkInterfaces', 'LoadBalancers', 'LoadBalancerDescriptions', 'NatGateways', 'DBInstances', 'DBClusters', 'Images', 'AutoScalingGroups', 'LaunchTemplateVersions']);

/** Lists, answers of an API that hold lists, and pages of them, down to the objects. */
const countIn = (value: unknown): number => {
  if (Array.isArray(value)) return (value as readonly unknown[]).reduce<number>((sum, item) => sum + countIn(item), 0);
  if (!isRecord(value)) return 0;
  const lists = Object.keys(value).filter((name) => ANSWERS.has(name) && (name !== 'Instances' || !('LoadBalancerName' in value || 'AutoScalingGroupName' in value)));
  return lists.length === 0 ? 1 : lists.reduce((sum, name) => sum + countIn(value[name]), 0);
};

/** Objects by kind. `usage` is no list of objects. */
export const countObjects = (state: Json): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => KEPT_KINDS.has(name) && name !== 'usage')
      .map(([name, value]) => [name, countIn(value)]),
  );
