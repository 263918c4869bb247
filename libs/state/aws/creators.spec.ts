import { describe, expect, it } from 'vitest';
import { readCreators } from './creators';

const read = readCreators({ answers: ['LoadBalancers'], ids: ['LoadBalancerArn', 'LoadBalancerName'] });

describe('who made the objects of a list', () => {
  it.each<readonly [string, Readonly<Record<string, unknown>>, string | undefined]>([
    ['is the text that the caller adds', { LoadBalancerName: 'web', CreatedBy: 'kim' }, 'kim'],
    ['is the ARN of the identity of the event', { LoadBalancerName: 'web', userIdentity: { arn: 'arn:aws:iam::1:user/kim', userName: 'kim' } }, 'arn:aws:iam::1:user/kim'],
    ['is the name of an identity without an ARN', { LoadBalancerName: 'web', UserIdentity: { UserName: 'kim' } }, 'kim'],
    ['is nobody when nothing was added', { LoadBalancerName: 'web' }, undefined],
    ['is nobody when what was added is empty', { LoadBalancerName: 'web', CreatedBy: '' }, undefined],
  ])('%s', (_, object, creator) => {
    expect(read({ LoadBalancers: [object] }).get('web')).toBe(creator);
  });

  it('is found by the first identity that is filled', () => {
    expect([...read([{ LoadBalancerArn: 'arn:1', LoadBalancerName: 'web', CreatedBy: 'kim' }])]).toEqual([['arn:1', 'kim']]);
  });

  it('refuses what is neither a text nor an identity, with its path', () => {
    expect(() => read([{ LoadBalancerName: 'web', CreatedBy: 7 }])).toThrow(/0.*CreatedBy/);
  });
});
