import { describe, expect, it } from 'vitest';
import { hidesMachine, machineIdOf } from './node-machine';

describe('the machine of a node', () => {
  it.each<readonly [string | null, string | null]>([
    ['aws:///us-east-1a/i-0a', 'i-0a'],
    ['aws://us-east-1a/i-0a', 'i-0a'],
    ['i-0a', 'i-0a'],
    ['k3s://us-east-1a/i-0a', 'i-0a'],
    ['aws:///us-east-1a/0b/fargate-ip-10-0-0-1', null],
    ['aws:///us-east-1a/xi-0a', null],
    [null, null],
  ])('of %s is %s', (providerId, id) => {
    expect(machineIdOf(providerId)).toBe(id);
  });

  it.each<readonly [string | null, boolean]>([
    [null, true],
    ['', true],
    ['aws:///us-east-1a/', true],
    ['k3s://ip-10-0-0-1', true],
    ['aws:///us-east-1a/i-0a', false],
    ['aws:///us-east-1a/0b/fargate-ip-10-0-0-1', false],
    ['gce://project/zone/name', false],
    ['azure:///subscriptions/1', false],
  ])('is hidden by %s: %s', (providerId, hidden) => {
    expect(hidesMachine(providerId)).toBe(hidden);
  });
});
