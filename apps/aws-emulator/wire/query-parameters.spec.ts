import { describe, expect, it } from 'vitest';
import { pageOf } from './page-token';
import { QueryParameters, passes } from './query-parameters';
import { xmlOf } from './xml';

describe('EC2 query parameters', () => {
  const parameters = new QueryParameters(
    'Action=X&InstanceType.1=m5.large&InstanceType.2=c5.large&Filter.1.Name=a&Filter.1.Value.1=x&Filter.1.Value.2=y&StartTime=2026-11-20T00%3A00%3A00.900Z&MaxResults=0',
  );

  it('reads numbered lists, filters and instants', () => {
    expect(parameters.list('InstanceType')).toEqual(['m5.large', 'c5.large']);
    expect(parameters.filters()).toEqual([{ name: 'a', values: ['x', 'y'] }]);
    expect(parameters.instant('StartTime')).toBe(Date.parse('2026-11-20T00:00:00Z') / 1000);
  });

  it('refuses a page size out of bounds and an instant that is none', () => {
    expect(() => parameters.maxResults({ least: 1, most: 1000 })).toThrow('maxResults');
    expect(() => new QueryParameters('EndTime=soon').instant('EndTime')).toThrow('EndTime');
  });

  it('knows a query by everything but its paging', () => {
    expect(new QueryParameters('A=1&B=2&NextToken=x').fingerprint()).toBe(new QueryParameters('B=2&MaxResults=5&A=1').fingerprint());
    expect(new QueryParameters('A=1').fingerprint()).not.toBe(new QueryParameters('A=2').fingerprint());
  });

  it('takes a dot for a dot and a star for anything', () => {
    expect(passes([{ name: 'type', values: ['m5.*'] }], { type: ['m5.large'] })).toBe(true);
    expect(passes([{ name: 'type', values: ['m5.*'] }], { type: ['m5d.large'] })).toBe(false);
    expect(passes([{ name: 'type', values: ['m5.larg?'] }], { type: ['m5.large'] })).toBe(true);
  });
});

describe('page tokens', () => {
  it('lead through a list once, and are refused when they are nonsense', () => {
    const first = pageOf([1, 2, 3], { token: undefined, fingerprint: 'q', limit: 2 });
    expect(first.items).toEqual([1, 2]);
    expect(pageOf([1, 2, 3], { token: first.nextToken, fingerprint: 'q', limit: 2 })).toEqual({ items: [3], nextToken: undefined });
    for (const token of ['nonsense', '', Buffer.from('[1,"x"]').toString('base64url')])
      expect(() => pageOf([1, 2, 3], { token, fingerprint: 'q', limit: 2 }), token).toThrow('nextToken');
  });
});

describe('XML', () => {
  it('writes lists as items, leaves out what is undefined and escapes text', () => {
    expect(xmlOf({ a: ['x', { b: 1 }], c: undefined, d: false, e: '<&>' })).toBe(
      '<a><item>x</item><item><b>1</b></item></a><d>false</d><e>&lt;&amp;&gt;</e>',
    );
  });
});
