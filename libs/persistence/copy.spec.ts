import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRow } from './copy';

/** PostgreSQL's reading of one line of COPY text, for the escapes that we write. */
const decode = (line: string): (string | null)[] =>
  line
    .slice(0, -1)
    .split('\t')
    .map((field) => (field === '\\N' ? null : field.replace(/\\(.)/g, (_, character: string) => ({ t: '\t', n: '\n', r: '\r' })[character] ?? character)));

describe('encodeRow', () => {
  it('writes numbers, flags, times and nothing', () => {
    expect(encodeRow([1.5, true, new Date('2026-11-20T10:00:00Z'), null, ''])).toBe('1.5\ttrue\t2026-11-20T10:00:00.000Z\t\\N\t\n');
  });

  it('gives any text back that goes in, one line a row', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('\\N', '\t', '\\.', '\r\n', '\\'), fc.constant(null)), { minLength: 1 }), (row) => {
        const line = encodeRow(row);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(decode(line)).toEqual(row);
      }),
    );
  });
});
