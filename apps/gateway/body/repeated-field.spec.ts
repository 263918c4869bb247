import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedField } from './repeated-field';

describe('a field that is given twice within a value', () => {
  it.each([
    ['{"a":1,"a":2}', '.a'],
    ['[{"a":1},{"b":1,"b":1}]', '[1].b'],
    ['{"a":{"b":[1,{"c":[],"d":"c","c":null}]}}', '.a.b[1].c'],
    [String.raw`{"a":1,"\u0061":2}`, '.a'],
    [String.raw`{"\"":"\\","\"":1}`, '."'],
    ['{"__proto__":1,"__proto__":2}', '.__proto__'],
  ])('is found in %s at %s', (text, path) => {
    expect(repeatedField(text)).toBe(path);
  });

  it.each(['1', '"a"', '[]', '{}', '{"a":"a","b":"a"}', '[{"a":1},{"a":1}]', '{"a":{"a":{"a":1}}}', '["a","a"]', String.raw`{"a":"\",\"a\":","b":1}`])('is not found in %s', (text) => {
    expect(repeatedField(text)).toBeUndefined();
  });

  it('is never found in what was written from an object', () => {
    fc.assert(fc.property(fc.json(), (text) => repeatedField(text) === undefined));
  });

  it('is looked for in a megabyte, and named within bounds', () => {
    expect(repeatedField(`{"${'x'.repeat(500_000)}":1,"${'x'.repeat(500_000)}":2}`)).toHaveLength(200);
    expect(repeatedField(`["${'\\"'.repeat(500_000)}",{"a":1,"a":1}]`)).toBe('[1].a');
  });
});
