import { describe, expect, it } from 'vitest';
import { badEngine } from './engine-findings';

describe('the refusal of an engine', () => {
  it('names the first findings, each in a sentence, however much is wrong', () => {
    const long = { code: 'BAD_NAME', text: 'x'.repeat(1e6), line: 3 };
    const error = badEngine([long, ...Array.from({ length: 1_000 }, () => long)]);
    expect(error.message).toMatch(/^line 3: x{500}; and 1000 more/);
    expect(error.details).toMatchObject({ reason: 'BAD_NAME' });
    expect(JSON.stringify(error.details).length).toBeLessThan(50 * 600);
  });
});
