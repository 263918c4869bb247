import { describe, expect, it } from 'vitest';
import { revisionsFrom, tagOf } from './if-match';

describe('the revision that a change is meant for', () => {
  it('is any when nothing is said', () => {
    expect(revisionsFrom(undefined, undefined)).toBeUndefined();
    expect(revisionsFrom('*', undefined)).toBeUndefined();
  });

  it('is that of the tag, or one of several', () => {
    expect(revisionsFrom(tagOf(3), undefined)).toEqual([3]);
    expect(revisionsFrom('"3", "4"', undefined)).toEqual([3, 4]);
  });

  it('may stand in the body, and is none when body and header differ', () => {
    expect(revisionsFrom(undefined, 3)).toEqual([3]);
    expect(revisionsFrom('"3"', 3)).toEqual([3]);
    expect(revisionsFrom('"4"', 3)).toEqual([]);
  });

  it.each(['W/"3"', '"three"', '"-1"'])('is none when the tag is %s: it cannot be one that was got here', (header) => {
    expect(revisionsFrom(header, undefined)).toEqual([]);
    expect(revisionsFrom(`${header}, "4"`, undefined)).toEqual([4]);
  });

  it.each(['3', '"3', 'three', ''])('is refused as %j', (header) => {
    expect(() => revisionsFrom(header, undefined)).toThrow(expect.objectContaining({ code: 'BAD_PARAMETER', path: 'If-Match' }));
  });
});
