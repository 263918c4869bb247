import { describe, expect, it } from 'vitest';
import { faultOf } from './fault-of.fixture';
import { readDaemonSets, readDeployments, readStatefulSets } from './workload';

const deployment = {
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    labels: { 'app.kubernetes.io/name': 'web', environment: 'dev', 'company.example/secret': 'x', 'kustomize.toolkit.fluxcd.io/name': 'apps' },
    annotations: { 'downscaler/uptime': 'Mon-Fri 08:00-18:00 Europe/Berlin', 'downscaler/exclude-until': '2026-12-01', other: 'x' },
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' }, annotations: { 'karpenter.sh/do-not-disrupt': '30m' } },
      spec: { containers: [{ name: 'web', resources: { requests: { cpu: '250m' }, limits: { memory: '1Gi' } } }] },
    },
  },
  status: { readyReplicas: 2 },
} as const;

describe('a workload', () => {
  it('is read with its template, its hours, its opt-outs and who keeps it', () => {
    expect(readDeployments([deployment])).toMatchObject([
      {
        kind: 'Deployment',
        namespace: 'shop',
        replicas: 3,
        readyReplicas: 2,
        labels: { 'app.kubernetes.io/name': 'web', environment: 'dev' },
        selector: { matchLabels: { app: 'web' }, matchExpressions: [] },
        template: { labels: { app: 'web' }, requests: { cpu: 250, memory: 2 ** 30 }, optOut: { key: 'karpenter.sh/do-not-disrupt', until: null } },
        optOut: { key: 'downscaler/exclude-until', until: Date.UTC(2026, 11, 1) },
        downscaler: { 'downscaler/uptime': 'Mon-Fri 08:00-18:00 Europe/Berlin', 'downscaler/exclude-until': '2026-12-01' },
        gitOps: 'flux',
      },
    ]);
    expect(JSON.stringify(readDeployments([deployment]))).not.toMatch(/secret|other/);
  });

  it('needs no more than a name', () => {
    expect(readDeployments([{ metadata: { name: 'web' } }])).toMatchObject([{ namespace: 'default', replicas: null, selector: null, template: { containers: [] }, gitOps: null, optOut: null }]);
  });

  it('of another kind is refused', () => {
    expect(faultOf(() => readStatefulSets([deployment])).message).toBe('[0].kind: "Deployment" is not StatefulSet');
  });

  it('given twice is refused, and the same name in another namespace is not', () => {
    expect(faultOf(() => readDeployments([deployment, deployment])).message).toBe('[1].metadata.name: "shop/web" is given twice');
    expect(readDeployments([deployment, { metadata: { name: 'web' } }])).toHaveLength(2);
  });

  it('counts the nodes of a DaemonSet as its replicas, and names the claims of a StatefulSet', () => {
    expect(readDaemonSets([{ metadata: { name: 'logs' }, status: { desiredNumberScheduled: 7, numberReady: 6 } }])).toMatchObject([{ replicas: 7, readyReplicas: 6 }]);
    expect(readStatefulSets([{ metadata: { name: 'db' }, spec: { replicas: 0, volumeClaimTemplates: [{ metadata: { name: 'data' } }] } }])).toMatchObject([
      { replicas: 0, claimTemplates: ['data'] },
    ]);
  });
});
