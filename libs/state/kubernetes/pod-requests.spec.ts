import { describe, expect, it } from 'vitest';
import { readPod } from './pod';

const container = (name: string, requests: object, more: object = {}) => ({ name, resources: { requests }, ...more });

const requestsOf = (spec: object) => readPod({ metadata: { name: 'p' }, spec }).requests;

describe('the requests of a pod', () => {
  it('are the sum of its containers', () => {
    expect(requestsOf({ containers: [container('a', { cpu: '500m', memory: '1Gi', 'nvidia.com/gpu': 1 }), container('b', { cpu: 1, 'nvidia.com/gpu': '2' })] })).toEqual({
      cpu: 1_500,
      memory: 2 ** 30,
      ephemeralStorage: 0,
      extended: { 'nvidia.com/gpu': 3 },
    });
  });

  it('are those of the largest init container when that is more', () => {
    const spec = { containers: [container('a', { cpu: '100m', memory: '1Gi' })], initContainers: [container('i', { cpu: '2' }), container('j', { cpu: '1', memory: '512Mi' })] };
    expect(requestsOf(spec)).toMatchObject({ cpu: 2_000, memory: 2 ** 30 });
  });

  it('count a sidecar beside the containers, and beside the init containers that start after it', () => {
    const sidecar = container('s', { cpu: '300m' }, { restartPolicy: 'Always' });
    expect(requestsOf({ containers: [container('a', { cpu: '500m' })], initContainers: [sidecar, container('i', { cpu: '600m' })] }).cpu).toBe(900);
    expect(requestsOf({ containers: [container('a', { cpu: '500m' })], initContainers: [container('i', { cpu: '600m' }), sidecar] }).cpu).toBe(800);
  });

  it('take the limit for an absent request, the requests of the pod for those of its containers, and add the overhead', () => {
    expect(requestsOf({ containers: [{ name: 'a', resources: { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1' } } }] })).toMatchObject({ cpu: 1_000, memory: 2 ** 30 });
    const whole = { containers: [container('a', { cpu: '1', memory: '1Gi' })], resources: { requests: { cpu: '3' } }, overhead: { cpu: '250m', memory: '120Mi' } };
    expect(requestsOf(whole)).toMatchObject({ cpu: 3_250, memory: 2 ** 30 + 120 * 2 ** 20 });
  });

  it('are zero when nothing is asked for', () => {
    expect(requestsOf({})).toEqual({ cpu: 0, memory: 0, ephemeralStorage: 0, extended: {} });
  });
});
