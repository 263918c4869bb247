import { describe, expect, it } from 'vitest';
import { renamed, withoutBroken } from './mended';

const bytes = (texts: readonly string[]): readonly Uint8Array[] => texts.map((text) => Buffer.from(text));
const texts = (list: readonly Uint8Array[]): readonly string[] => list.map((one) => Buffer.from(one).toString());

describe('a piece with something broken in it', () => {
  it('keeps what is whole, in its place', async () => {
    const { resources, broken } = await withoutBroken({ first: 10, resources: bytes(['{"a":1}', '{"a":NaN}', 'nul', '{}']), tooLarge: [] });
    expect([texts(resources), broken]).toEqual([['{"a":1}', 'null', 'null', '{}'], [1, 2]]);
    expect(await withoutBroken({ first: 10, resources: bytes(['{"a":NaN}']), tooLarge: [] })).toEqual({ resources: bytes(['null']), broken: [0] });
  });

  it('takes bytes that are no UTF-8, and marks of their order, for broken, as the collector does', async () => {
    const noText = Buffer.from([...Buffer.from('{"a":"'), 0xff, ...Buffer.from('"}')]);
    expect((await withoutBroken({ first: 0, resources: [...bytes(['{}', '\uFEFF{}']), noText], tooLarge: [] })).broken).toEqual([1, 2]);
  });

  it('says of what is missing why, and leaves other faults alone', () => {
    const fault = (path: string) => ({ path, code: 'NOT_A_RESOURCE', text: 'left out' });
    const kept = { first: 10, kept: 2, refused: 2, faults: [fault('resources[1]'), fault('resources[11]'), fault('resources[11].tags')], fault_count: 3 };
    expect(renamed(kept, [11], 'BAD_JSON').faults.map(({ path, code }) => `${path} ${code}`)).toEqual(['resources[1] NOT_A_RESOURCE', 'resources[11] BAD_JSON', 'resources[11].tags NOT_A_RESOURCE']);
  });
});
