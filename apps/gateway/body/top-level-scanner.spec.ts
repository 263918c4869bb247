import { AppError } from '@ml/contracts/app-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CONTAINERS, MAX_DEPTH, MAX_MEMBERS, TopLevelScanner, type Member } from './top-level-scanner';

const scanBytes = (bytes: Uint8Array, piece = bytes.length || 1): readonly Member[] => {
  const scanner = new TopLevelScanner();
  for (let at = 0; at < bytes.length; at += piece) scanner.feed(bytes.subarray(at, at + piece));
  return scanner.end();
};

const scan = (text: string, piece?: number): readonly Member[] => scanBytes(Buffer.from(text), piece);

const faultOf = (text: string): AppError => {
  try {
    scan(text);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error(`${text} was accepted`);
};

const valuesOf = (bytes: Buffer, members: readonly Member[]): Record<string, unknown> =>
  Object.fromEntries(members.map(({ key, start, end }) => [key, JSON.parse(bytes.subarray(start, end).toString()) as unknown]));

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Whether the scanner accepts the text and every value it found can be parsed. */
const isReadable = (bytes: Buffer): boolean => {
  try {
    valuesOf(bytes, scanBytes(bytes));
    return true;
  } catch {
    return false;
  }
};

const document = fc.dictionary(fc.string({ unit: 'binary', maxLength: 20 }), fc.jsonValue({ maxDepth: 6 }), { maxKeys: 12 });
const written = fc.tuple(document, fc.constantFrom(undefined, 1, '\t', ' \r\n')).map(([value, space]) => JSON.stringify(value, null, space));

describe('the top-level scanner', () => {
  it('finds the same fields and values as JSON.parse, however the bytes are cut', () => {
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 9 }), (text, piece) => {
        const bytes = Buffer.from(text);
        const parsed = JSON.parse(text) as Record<string, unknown>;
        const members = scan(text, piece);
        expect(members.map(({ key }) => key).sort()).toEqual(Object.keys(parsed).sort());
        expect(valuesOf(bytes, members)).toEqual(Object.fromEntries(Object.entries(parsed)));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses every truncated document', () => {
    fc.assert(
      fc.property(written, fc.nat(), (text, cut) => {
        const bytes = Buffer.from(text);
        const at = cut % bytes.length;
        expect(() => scanBytes(bytes.subarray(0, at))).toThrow(AppError);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nothing corrupted unnoticed: what it accepts with parsable values, JSON.parse accepts as a whole', () => {
    const corrupted = fc.tuple(written, fc.nat(), fc.constantFrom(...'{}[]",:\\0 a\n\u0001')).map(([text, at, character]) => {
      const index = at % text.length;
      return text.slice(0, index) + character + text.slice(index + 1);
    });
    fc.assert(
      fc.property(corrupted, (text) => {
        const bytes = Buffer.from(text);
        if (isReadable(bytes)) expect(isJson(bytes.toString())).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('throws nothing but an AppError on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          scanBytes(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['', 'the body is empty', 0, 1],
    ['  \n ', 'the body is empty', 4, 2],
    ['[1]', 'must be a JSON object', 0, 1],
    ['"x"', 'must be a JSON object', 0, 1],
    ['{"a":1', 'ends too early', 6, 1],
    ['{"a":1,}', 'name of a field is missing', 7, 1],
    ['{\n"a" 1}', 'colon is missing', 6, 2],
    ['{"a":}', 'value is missing', 5, 1],
    ['{"a":1 "b":2}', 'comma or the closing brace', 7, 1],
    ['{"a":1}\n\nx', 'follows the end', 9, 3],
    ['{"a":[1}', 'brackets do not match', 7, 1],
    ['{"a":"x\ny"}', 'control character', 7, 1],
    ['{"\\q":1}', 'name of a field cannot be read', 4, 1],
  ])('says what is wrong with %j: %s, at %d in line %d', (...[text, message, position, line]) => {
    const error = faultOf(text);
    expect(error.code).toBe('BAD_JSON');
    expect(error.message).toContain(message);
    expect(error.details).toMatchObject({ position, line });
  });

  it('refuses a field that is given twice, also when it is written differently', () => {
    expect(faultOf('{"a":1,"a":2}')).toMatchObject({ code: 'DUPLICATE_FIELD', path: 'a' });
    expect(faultOf('{"a":1,"\\u0061":2}')).toMatchObject({ code: 'DUPLICATE_FIELD', path: 'a' });
  });

  it('accepts values nested up to the limit and refuses deeper ones by their field', () => {
    const nested = (levels: number) => `{"deep":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect(scan(nested(MAX_DEPTH - 1))).toHaveLength(1);
    expect(faultOf(nested(MAX_DEPTH))).toMatchObject({ code: 'BAD_JSON', path: 'deep' });
  });

  it('refuses more objects and lists than a parser behind it could take, by their field', () => {
    const scanner = new TopLevelScanner();
    scanner.feed(Buffer.from('{"many":['));
    const some = Buffer.from('{},'.repeat(100_000));
    const feedTooMany = (): void => {
      for (let fed = 0; fed <= MAX_CONTAINERS; fed += 100_000) scanner.feed(some);
    };
    expect(feedTooMany).toThrow(expect.objectContaining({ code: 'BODY_TOO_LARGE', path: 'many' }));
  });

  it('refuses more fields than any envelope has', () => {
    const fields = Array.from({ length: MAX_MEMBERS + 1 }, (_, index) => `"f${index}":1`);
    expect(faultOf(`{${fields.join(',')}}`).code).toBe('UNKNOWN_FIELD');
  });
});
