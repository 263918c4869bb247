import { describe, expect, it } from 'vitest';
import type { Held } from '@ml/contracts/decision';
import { heldList } from './held-list';

const held = (code: string, index: number, namespace?: string): Held => ({ target: { kind: 'Thing', name: `t-${index}`, ...(namespace !== undefined && { namespace }) }, code, text: `text ${index}` });

describe('a list of what is held', () => {
  it('keeps a hundred of each code in their order', () => {
    const entries = Array.from({ length: 200 }, (_, index) => held(index % 2 === 0 ? 'EVEN' : 'ODD', index));
    const list = heldList(entries, 'Things');
    expect([list.length, list[0]?.target.name, list[100]?.target.name]).toEqual([200, 't-0', 't-1']);
  });

  it('names the others of a code in one entry, with the namespace where there is one', () => {
    const entries = [...Array.from({ length: 101 }, (_, index) => held('SAME', index)), held('SAME', 101, 'shop')];
    expect(heldList(entries, 'Things').at(-1)).toEqual({ target: { kind: 'Things', name: '2 more' }, code: 'SAME', text: '2 more for the same reason, as of the first: text 100', details: { names: ['t-100', 'Thing/shop/t-101'] } });
  });

  it('of nothing is empty', () => {
    expect(heldList([], 'Things')).toEqual([]);
  });
});
