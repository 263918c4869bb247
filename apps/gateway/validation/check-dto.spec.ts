import { field } from '@ml/contracts/field';
import { SpotOptimizeHead } from '@ml/contracts/dto/spot-optimize-head';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpotRequirements } from '@ml/contracts/dto/spot-requirements';
import { runInCall } from '@ml/platform/call-context';
import { checkDto } from './check-dto';
import { faultsError } from './faults-error';
import { readTexts } from './read-texts';

const good = { request_id: 'r', cluster_id: 'c', requirements: { region: 'us-east-1', vcpu: 2, memory_gib: 8, count: 10 } };
const faults = (body: Record<string, unknown>) => checkDto(SpotOptimizeHead, body).faults.map(({ code, path }) => `${code} ${path}`);
const withRequirement = (more: Record<string, unknown>) => faults({ ...good, requirements: { ...good.requirements, ...more } });

class Query {
  @field.integer({ what: 'rows', min: 1, max: 1000, optional: true })
  readonly limit?: number;

  @field.texts({ what: 'names', item: { max: 5 }, maxItems: 3, optional: true })
  readonly names?: readonly string[];
}

class Parent {
  @field.objects({ what: 'children', type: () => Query, maxItems: 3 })
  readonly children!: readonly Query[];
}

describe('checking an envelope', () => {
  it('accepts a good one', () => {
    expect(checkDto(SpotOptimizeHead, good)).toMatchObject({ faults: [], value: good });
  });

  it('stands an object of very many unknown names', () => {
    const many = Object.fromEntries(Array.from({ length: 150_000 }, (_, at) => [`n${at}`, 0]));
    const found = faults({ ...good, requirements: Object.assign(many, good.requirements) });
    expect([found.length, found[0]]).toEqual([1_000, 'UNKNOWN_FIELD requirements.n0']);
  });

  it.each([
    ['a missing field', { requirements: {} }, ['MISSING_FIELD cluster_id']],
    ['an unknown field', { ...good, nope: 1 }, ['UNKNOWN_FIELD nope']],
    ['an object that is none', { ...good, requirements: 5 }, ['BAD_FIELD requirements']],
    ['a list for an object', { ...good, requirements: [] }, ['BAD_FIELD requirements']],
    ['a wrong decision type', { ...good, decision_type: 'x' }, ['BAD_FIELD decision_type']],
    ['a time that is none', { ...good, evaluate_at: '2026-02-30T00:00:00Z' }, ['BAD_TIME evaluate_at']],
    ['an empty name', { ...good, cluster_id: '' }, ['BAD_FIELD cluster_id']],
    ['a character that cannot be stored', { ...good, cluster_id: 'a\u0000b' }, ['BAD_FIELD cluster_id']],
    ['half a character', { ...good, cluster_id: '\ud800' }, ['BAD_FIELD cluster_id']],
    ['an id that cannot stand in a header', { ...good, request_id: 'a\r\nb' }, ['BAD_FIELD request_id']],
  ])('names %s by its path', (_, body, expected) => {
    expect(faults(body)).toEqual(expected);
  });

  it.each([
    [{ vcpu: -1 }, 'BAD_FIELD requirements.vcpu'],
    [{ vcpu: 0 }, 'BAD_FIELD requirements.vcpu'],
    [{ vcpu: '2' }, 'BAD_FIELD requirements.vcpu'],
    [{ vcpu: NaN }, 'BAD_FIELD requirements.vcpu'],
    [{ vcpu: Infinity }, 'BAD_FIELD requirements.vcpu'],
    [{ vcpu: 1e300 }, 'BAD_FIELD requirements.vcpu'],
    [{ count: 1.5 }, 'BAD_FIELD requirements.count'],
    [{ count: 10_001 }, 'BAD_FIELD requirements.count'],
    [{ region: 'mars-north' }, 'UNKNOWN_REGION requirements.region'],
    [{ instance_types: ['m5.large', 'm5'] }, 'UNKNOWN_INSTANCE_TYPE requirements.instance_types[1]'],
    [{ instance_types: 'm5.large' }, 'BAD_FIELD requirements.instance_types'],
    [{ current: { instance_type: 'x' } }, 'UNKNOWN_INSTANCE_TYPE requirements.current.instance_type'],
    [{ current: { instance_type: 'm5.large', zone: 'a' } }, 'UNKNOWN_FIELD requirements.current.zone'],
    [{ current: {} }, 'MISSING_FIELD requirements.current.instance_type'],
  ])('names the fault in requirements %j', (more, expected) => {
    expect(withRequirement(more)).toEqual([expected]);
  });

  it('takes null for a field that was left out', () => {
    expect(faults({ ...good, customer_id: null, requirements: null, evaluate_at: null })).toEqual([]);
  });

  it('refuses the names that JavaScript itself uses', () => {
    expect(faults(JSON.parse('{"cluster_id":"c","__proto__":{"x":1},"constructor":1}') as Record<string, unknown>)).toEqual([
      'UNKNOWN_FIELD __proto__',
      'UNKNOWN_FIELD constructor',
    ]);
  });

  it('names entries of lists of objects by their index', () => {
    const { faults: found } = checkDto(Parent, { children: [{ limit: 5 }, { limit: 0, x: 1 }] });
    expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual(['UNKNOWN_FIELD children[1].x', 'BAD_FIELD children[1].limit']);
  });

  it('reports everything at once, the first fault at the top', () => {
    const { faults: found } = checkDto(SpotOptimizeHead, { requirements: { vcpu: -1, nope: 1 }, cluster_id: 7 });
    const [first, ...others] = found;
    if (first === undefined) throw new Error('no fault');
    const error = faultsError([first, ...others]);
    expect(error.path).toBe(first.path);
    expect(error.details?.['faults']).toHaveLength(3);
  });
});

describe('the door and class-validator', () => {
  const value = fc.oneof(fc.constantFrom('us-east-1', 'm5.large', 'x86_64', 'Linux/UNIX', '', 'x', true, null), fc.integer(), fc.double(), fc.array(fc.constantFrom('m5.large', 'us-east-1a', 7), { maxLength: 3 }));
  const names = ['region', 'vcpu', 'memory_gib', 'count', 'architecture', 'gpus', 'pods', 'availability_zones', 'instance_types', 'product', 'max_price_usd_per_hour'];

  it('find fault with the same fields, whatever is in them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (source) => {
        const { value: dto, faults: found } = checkDto(SpotRequirements, source);
        const judged = validateSync(dto).map(({ property }) => property);
        expect([...new Set(found.map(({ path }) => path.replace(/\[.*/, '')))].toSorted()).toEqual(judged.toSorted());
      }),
    );
  });
});

describe('reading a query', () => {
  it('reads the texts as the values they stand for', () => {
    expect(readTexts(Query, { limit: '20', names: 'a,b' }, 'query')).toMatchObject({ limit: 20, names: ['a', 'b'] });
  });

  it.each([
    [{ limit: '0' }, 'BAD_PARAMETER', 'query.limit'],
    [{ limit: '1e1' }, 'BAD_PARAMETER', 'query.limit'],
    [{ limit: '' }, 'BAD_PARAMETER', 'query.limit'],
    [{ limit: ['1', '2'] }, 'BAD_PARAMETER', 'query.limit'],
    [{ nope: '1' }, 'UNKNOWN_FIELD', 'query.nope'],
    [{ names: 'a,toolong' }, 'BAD_PARAMETER', 'query.names[1]'],
  ])('refuses %j', (texts, code, path) => {
    expect(() => readTexts(Query, texts, 'query')).toThrow(expect.objectContaining({ code, path }) as Error);
  });
});

describe('checking what names people', () => {
  const discreetly = <T>(work: () => T): T => runInCall({ requestId: 'r', tenant: null, scope: 'platform', deadline: 0, confidential: true }, work);

  it('says what is wrong and where, but neither the value nor a name that the caller chose', () => {
    const alice = 'alice.smith@example.org';
    const body = { children: [{ limit: alice, names: [alice], [alice]: 1 }], [alice]: alice };
    const { faults } = discreetly(() => checkDto(Parent, body));
    expect(faults.map(({ code, path }) => `${code} ${path}`)).toEqual(['UNKNOWN_FIELD body[1]', 'UNKNOWN_FIELD children[0][2]', 'BAD_FIELD children[0].limit', 'BAD_FIELD children[0].names[0]']);
    expect(JSON.stringify(faults)).not.toContain('alice');
    expect(JSON.stringify(checkDto(Parent, body).faults)).toContain('alice');
  });

  it('holds for texts of a query and of a path', () => {
    expect(() => discreetly(() => readTexts(Query, { bob: '1' }, 'query'))).toThrow(expect.objectContaining({ path: 'query[0]' }) as Error);
    expect(() => discreetly(() => readTexts(Query, { limit: 'bob' }, 'path'))).toThrow(expect.objectContaining({ message: expect.not.stringContaining('bob') }) as Error);
  });
});
