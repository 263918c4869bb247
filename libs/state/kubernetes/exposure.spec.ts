import { describe, expect, it } from 'vitest';
import { readIngresses } from './ingress';
import { selectorMatches } from './label-selector';
import { readNamespaces } from './namespace';
import { readServices } from './service';

const loadBalancer = { ingress: [{ hostname: 'b.elb.amazonaws.com' }, { hostname: 'a.elb.amazonaws.com' }, { ip: '203.0.113.1' }, {}] };

describe('a service', () => {
  it('is read with its traffic policies and its load balancer', () => {
    const service = {
      metadata: { name: 'web', annotations: { 'service.kubernetes.io/topology-mode': 'Auto', secret: 'x' } },
      spec: { type: 'LoadBalancer', clusterIP: 'None', selector: { app: 'web' }, trafficDistribution: 'PreferClose', externalTrafficPolicy: 'Local', internalTrafficPolicy: 'Cluster' },
      status: { loadBalancer },
    };
    const [read] = readServices([service]);
    expect(read).toMatchObject({
      type: 'LoadBalancer',
      headless: true,
      trafficDistribution: 'PreferClose',
      topologyMode: 'Auto',
      externalTrafficPolicy: 'Local',
      internalTrafficPolicy: 'Cluster',
      loadBalancer: { hostnames: ['a.elb.amazonaws.com', 'b.elb.amazonaws.com'], ips: ['203.0.113.1'] },
    });
    expect(selectorMatches(read?.selector ?? null, { app: 'web', x: 'y' })).toBe(true);
  });

  it.each([[{}], [{ selector: {} }], [{ selector: null }]])('with %j selects no pod', (spec) => {
    expect(readServices([{ metadata: { name: 'web' }, spec }])).toMatchObject([{ type: 'ClusterIP', selector: null, headless: false }]);
  });
});

describe('an ingress', () => {
  it('is read with its class, its group and its load balancer', () => {
    const annotations = { 'kubernetes.io/ingress.class': 'alb', 'alb.ingress.kubernetes.io/group.name': 'public', 'alb.ingress.kubernetes.io/scheme': 'internet-facing' };
    expect(readIngresses([{ metadata: { name: 'web', annotations }, status: { loadBalancer } }])).toMatchObject([
      { className: 'alb', group: 'public', scheme: 'internet-facing', loadBalancer: { ips: ['203.0.113.1'] } },
    ]);
    expect(readIngresses([{ metadata: { name: 'web', annotations }, spec: { ingressClassName: 'nginx' } }])).toMatchObject([{ className: 'nginx', loadBalancer: { hostnames: [] } }]);
  });
});

describe('a namespace', () => {
  it('is read with its labels, its name among them, its hours and its opt-out', () => {
    expect(readNamespaces([{ metadata: { name: 'shop', labels: { team: 'a' }, annotations: { 'downscaler/exclude': 'true' } } }])).toMatchObject([
      { name: 'shop', labels: { team: 'a', 'kubernetes.io/metadata.name': 'shop' }, optOut: { key: 'downscaler/exclude', until: null }, downscaler: { 'downscaler/exclude': 'true' } },
    ]);
  });
});
