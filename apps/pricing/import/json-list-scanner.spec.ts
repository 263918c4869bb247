import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonListScanner } from './json-list-scanner';

const scan = (text: string, cuts: readonly number[] = []): { entries: readonly unknown[]; scanner: JsonListScanner } => {
  const scanner = new JsonListScanner('List');
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
  return { entries: pieces.flatMap((piece) => scanner.push(piece)).map((entry) => JSON.parse(entry) as unknown), scanner };
};

describe('JsonListScanner', () => {
  it('cuts out what was in the list, whatever it holds and wherever the pieces end', () => {
    const document = fc.oneof(
      fc.array(fc.jsonValue()),
      fc.record({ Before: fc.jsonValue(), List: fc.array(fc.jsonValue()), After: fc.jsonValue() }, { noNullPrototype: true }),
    );
    fc.assert(
      fc.property(document, fc.array(fc.nat()), fc.constantFrom(0, 2), (given, cuts, indent) => {
        const { entries, scanner } = scan(JSON.stringify(given, null, indent), cuts);
        const list = Array.isArray(given) ? given : given.List;
        expect(entries).toEqual(JSON.parse(JSON.stringify(list)));
        expect([scanner.found, scanner.whole]).toEqual([true, true]);
      }),
    );
  });

  it('takes the list by its own name in the outermost object only', () => {
    expect(scan('{"Other":{"List":[1]},"Text":"List","List":[2]}').entries).toEqual([2]);
    expect(scan('{"Other":[1]}').scanner.found).toBe(false);
  });

  it('tells a text that ends in the middle', () => {
    expect(scan('{"List":[{"a":1},{"b"').entries).toEqual([{ a: 1 }]);
    expect(scan('{"List":[{"a":1},{"b"').scanner.whole).toBe(false);
  });
});
