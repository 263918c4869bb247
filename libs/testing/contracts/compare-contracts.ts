import type { ContractSnapshot, SubjectShape } from './describe-contracts';
import { UNION, type Shape, type ShapeFields } from './type-shape';

export interface Difference {
  readonly breaking: boolean;
  /** `subjects/pricing.spot.v1/body/limit`. */
  readonly path: string;
  readonly text: string;
}

/** Who writes what is compared: a sender of the old version must still be understood, a reader of the old one must still find its fields. */
type Direction = 'sent' | 'answered';

export const compareContracts = (before: ContractSnapshot, after: ContractSnapshot): readonly Difference[] => [
  ...compareKeys('subjects', { before: before.subjects, after: after.subjects, compare: compareSubjects }),
  ...compareKeys('errors', { before: before.errors, after: after.errors, compare: compareText }),
  ...compareKeys('streams', { before: before.streams, after: after.streams, compare: compareText }),
];

interface Compared<Value> {
  readonly before: Readonly<Record<string, Value>>;
  readonly after: Readonly<Record<string, Value>>;
  readonly compare: (path: string, before: Value, after: Value) => readonly Difference[];
}

const removed = (path: string): Difference => ({ breaking: true, path, text: 'is gone' });
const changed = (path: string, before: unknown, after: unknown): Difference => ({
  breaking: true,
  path,
  text: `was ${JSON.stringify(before)}, is ${JSON.stringify(after)}`,
});
const added = (path: string): Difference => ({ breaking: false, path, text: 'is new' });

const compareKeys = <Value>(path: string, { before, after, compare }: Compared<Value>): readonly Difference[] => [
  ...Object.entries(before).flatMap(([key, value]) => {
    const now = after[key];
    return now === undefined ? [removed(`${path}/${key}`)] : compare(`${path}/${key}`, value, now);
  }),
  ...Object.keys(after)
    .filter((key) => !Object.hasOwn(before, key))
    .map((key) => added(`${path}/${key}`)),
];

const compareText = (path: string, before: unknown, after: unknown): readonly Difference[] =>
  JSON.stringify(before) === JSON.stringify(after) ? [] : [changed(path, before, after)];

const compareSubjects = (path: string, before: SubjectShape, after: SubjectShape): readonly Difference[] => {
  const { body: bodyBefore, answer: answerBefore, ...wireBefore } = before;
  const { body: bodyAfter, answer: answerAfter, ...wireAfter } = after;
  return [
    ...compareText(path, wireBefore, wireAfter),
    ...compareShapes(`${path}/body`, { before: bodyBefore, after: bodyAfter, direction: 'sent' }),
    ...compareShapes(`${path}/answer`, { before: answerBefore ?? 'undefined', after: answerAfter ?? 'undefined', direction: 'answered' }),
  ];
};

interface ComparedShapes {
  readonly before: Shape;
  readonly after: Shape;
  readonly direction: Direction;
}

const compareShapes = (path: string, { before, after, direction }: ComparedShapes): readonly Difference[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (typeof before === 'string' && typeof after === 'string') return compareUnions(path, before, after);
  if (typeof before === 'string' || typeof after === 'string') return [changed(path, before, after)];
  if (UNION in before || UNION in after) return compareObjectUnions(path, { before, after, direction });
  return compareFields(path, { before, after, direction });
};

/** A value more is an addition; a value less, or another type, breaks whoever uses it. */
const compareUnions = (path: string, before: string, after: string): readonly Difference[] => {
  const values = (text: string) => new Set(text.split(' | '));
  const now = values(after);
  const lost = [...values(before)].filter((value) => !now.has(value));
  return lost.length > 0 ? [changed(path, before, after)] : [{ breaking: false, path, text: `also ${after}` }];
};

/** Objects in a union are compared when there is one on both sides, as in `Target | null`. */
const compareObjectUnions = (path: string, { before, after, direction }: ComparedFields): readonly Difference[] => {
  const [old, now] = [membersOf(before), membersOf(after)];
  const [oldObject, ...oldOthers] = old.objects;
  const [nowObject, ...nowOthers] = now.objects;
  if (oldObject === undefined || nowObject === undefined || oldOthers.length + nowOthers.length > 0) return [changed(path, before, after)];
  const texts = old.text === now.text ? [] : compareUnions(path, old.text, now.text);
  return [...texts, ...compareShapes(path, { before: oldObject, after: nowObject, direction })];
};

const membersOf = (shape: ShapeFields): { readonly objects: readonly ShapeFields[]; readonly text: string } => {
  const members = (shape[UNION] ?? [shape]) as readonly Shape[];
  const texts = members.filter((member) => typeof member === 'string');
  return { objects: members.filter((member) => typeof member !== 'string'), text: texts.join(' | ') };
};

interface ComparedFields {
  readonly before: ShapeFields;
  readonly after: ShapeFields;
  readonly direction: Direction;
}

const compareFields = (path: string, { before, after, direction }: ComparedFields): readonly Difference[] => {
  const names = new Set([...Object.keys(before), ...Object.keys(after)].map(nameOf));
  return [...names].flatMap((name) => compareField(`${path}/${name}`, { before: fieldOf(before, name), after: fieldOf(after, name), direction }));
};

interface Field {
  readonly shape: Shape;
  readonly optional: boolean;
}

const nameOf = (key: string): string => key.replace(/\?$/, '');

const fieldOf = (fields: ShapeFields, name: string): Field | undefined => {
  const required = fields[name];
  const shape = required ?? fields[`${name}?`];
  return shape === undefined ? undefined : { shape: shape as Shape, optional: required === undefined };
};

interface ComparedField {
  readonly before: Field | undefined;
  readonly after: Field | undefined;
  readonly direction: Direction;
}

const compareField = (path: string, { before, after, direction }: ComparedField): readonly Difference[] => {
  if (after === undefined) return [removed(path)];
  if (before === undefined) return [direction === 'sent' && !after.optional ? { ...added(path), breaking: true, text: 'is new and required' } : added(path)];
  return [...compareNeed(path, { before, after, direction }), ...compareShapes(path, { before: before.shape, after: after.shape, direction })];
};

const compareNeed = (path: string, { before, after, direction }: ComparedField & { readonly before: Field; readonly after: Field }): readonly Difference[] => {
  if (before.optional === after.optional) return [];
  const breaking = direction === 'sent' ? before.optional : after.optional;
  return [{ breaking, path, text: after.optional ? 'is now optional' : 'is now required' }];
};
