import { describe, expect, it } from 'vitest';
import { compareContracts } from './compare-contracts';
import type { ContractSnapshot } from './describe-contracts';
import type { Shape } from './type-shape';

const BODY: Shape = { id: 'string', 'note?': 'string', kind: '"a" | "b"', list: { '[]': { size: 'number' } }, 'target?': { '|': ['null', { name: 'string' }] } };

const snapshot = ({ body = BODY, answer = BODY }: { readonly body?: Shape; readonly answer?: Shape } = {}): ContractSnapshot => ({
  subjects: { 'pricing.spot.v1': { kind: 'question', owner: 'pricing', body, answer } },
  errors: { BUSY: { status: 503, retryable: true } },
  streams: { EVENTS: { subjects: ['evt.>'], retention: 'limits', discard: 'new' } },
});

const breaking = (before: ContractSnapshot, after: ContractSnapshot): readonly string[] =>
  compareContracts(before, after)
    .filter((difference) => difference.breaking)
    .map(({ path, text }) => `${path} ${text}`);

const fields = (change: Readonly<Record<string, Shape | readonly Shape[] | undefined>>): Shape => JSON.parse(JSON.stringify({ ...(BODY as object), ...change })) as Shape;

describe('a changed contract', () => {
  it('differs in nothing from itself', () => {
    expect(compareContracts(snapshot(), snapshot())).toEqual([]);
  });

  it('breaks when a subject, an error code or a stream is gone', () => {
    expect(breaking(snapshot(), { subjects: {}, errors: {}, streams: {} })).toEqual([
      'subjects/pricing.spot.v1 is gone',
      'errors/BUSY is gone',
      'streams/EVENTS is gone',
    ]);
  });

  it('only adds when a subject or an error code is new', () => {
    const empty = { subjects: {}, errors: {}, streams: {} };
    expect(compareContracts(empty, snapshot()).map((difference) => difference.breaking)).toEqual([false, false, false]);
  });

  it('breaks when an error code changes its status', () => {
    const after = { ...snapshot(), errors: { BUSY: { status: 429, retryable: true } } };
    expect(breaking(snapshot(), after)).toHaveLength(1);
  });

  it.each([
    ['a field is gone', { id: undefined }, ['body/id is gone']],
    ['a field changes its type', { id: 'number' }, ['body/id was "string", is "number"']],
    ['a field is new and required, because older callers do not send it', { more: 'string' }, ['body/more is new and required']],
    ['an optional field becomes required', { 'note?': undefined, note: 'string' }, ['body/note is now required']],
    ['a value of a union is gone', { kind: '"a"' }, ['body/kind was "\\"a\\" | \\"b\\"", is "\\"a\\""']],
    ['a field inside a list is gone', { list: { '[]': {} } }, ['body/list/[]/size is gone']],
    ['a field inside a nullable object is gone', { 'target?': { '|': ['null', {}] } }, ['body/target/name is gone']],
  ])('breaks the asker when %s', (_, change, expected) => {
    expect(breaking(snapshot(), snapshot({ body: fields(change) }))).toEqual(expected.map((text) => `subjects/pricing.spot.v1/${text}`));
  });

  it.each([
    ['a new optional field in the question', { body: fields({ 'more?': 'string' }) }],
    ['a new value in a union', { body: fields({ kind: '"a" | "b" | "c"' }) }],
    ['a new field in the answer, even when always there', { answer: fields({ more: 'string' }) }],
    ['an answer that always gives what it gave sometimes', { answer: fields({ 'note?': undefined, note: 'string' }) }],
  ])('does not break by %s', (_, change) => {
    expect(breaking(snapshot(), snapshot(change))).toEqual([]);
    expect(compareContracts(snapshot(), snapshot(change))).toHaveLength(1);
  });

  it('breaks the asker when an answer gives sometimes what it always gave', () => {
    expect(breaking(snapshot(), snapshot({ answer: fields({ id: undefined, 'id?': 'string' }) }))).toEqual([
      'subjects/pricing.spot.v1/answer/id is now optional',
    ]);
  });
});
