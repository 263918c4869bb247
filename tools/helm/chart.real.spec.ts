import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { DATABASE_OWNERS } from '@ml/persistence/database-owner';
import { databasePasswordVariable } from '../deploy/database-password-variable';
import { OWNERS } from '../nats/permissions';
import { findHelm, renderChart, type Manifest } from './render-chart';

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } } }[];
  readonly securityContext: unknown;
  readonly livenessProbe?: unknown;
  readonly readinessProbe?: unknown;
}

interface PodSpec {
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: unknown;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

/** The stand-in for Helm builds itself the first time. */
const BUILT_MS = 300_000;
const helm = findHelm();
const FLEET: readonly string[] = OWNERS;

const named = (manifests: readonly Manifest[], kind: string): readonly string[] =>
  manifests.filter((manifest) => manifest.kind === kind).map((manifest) => manifest.metadata.name).sort();

const podsOf = (manifests: readonly Manifest[]): readonly PodSpec[] =>
  manifests
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map(({ spec }) => (spec as { readonly template: { readonly spec: PodSpec } }).template.spec);

const containersOf = (manifests: readonly Manifest[]): readonly Container[] => podsOf(manifests).flatMap((pod) => [...(pod.initContainers ?? []), ...pod.containers]);

const secretKeys = (container: Container): readonly string[] =>
  container.env.flatMap(({ valueFrom }) => (valueFrom === undefined ? [] : [`${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}`]));

describe.skipIf(helm === undefined)('the chart, rendered (skipped without helm on the PATH or the stand-in in ../shared/tools)', () => {
  let manifests: readonly Manifest[];
  beforeAll(async () => {
    manifests = await renderChart(helm ?? '');
  }, BUILT_MS);

  it('runs every service and engine, and no emulator', () => {
    expect(named(manifests, 'Deployment')).toEqual(FLEET.map((name) => `ml-${name}`).sort());
    expect(containersOf(manifests).map(({ args }) => args.join(' ')).sort()).toEqual(
      [...FLEET, 'migrate', 'make-streams'].sort(),
    );
  });

  it('runs everything without root, without rights, without a token and on a read-only file system', () => {
    for (const pod of podsOf(manifests)) {
      expect(pod.automountServiceAccountToken).toBe(false);
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    }
    for (const container of containersOf(manifests)) {
      expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    }
  });

  it('gives each service its own user of the bus and its own role, and engines no database', () => {
    const keys = Object.fromEntries(containersOf(manifests).map((container) => [container.name, secretKeys(container)]));
    expect(keys['pricing']).toEqual(['ml-secrets/nats-password-pricing', 'ml-secrets/db-password-pricing']);
    expect(keys['spot-optimizer']).toEqual(['ml-secrets/nats-password-spot-optimizer']);
    expect(keys['make-streams']).toEqual(['ml-secrets/nats-password-bootstrap']);
    expect(keys['migrate']).toEqual(expect.arrayContaining(['ml-secrets/database-admin-url', 'ml-secrets/db-password-gateway']));
    const migrate = containersOf(manifests).find(({ name }) => name === 'migrate');
    expect(migrate?.env.map(({ name }) => name).filter((name) => name.startsWith('DB_PASSWORD_')).sort()).toEqual(DATABASE_OWNERS.map(databasePasswordVariable).sort());
  });

  it('migrates before each installation and upgrade, with its secret there first', () => {
    const weight = (kind: string) => manifests.find((manifest) => manifest.kind === kind)?.metadata.annotations;
    expect(weight('Job')).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade', 'helm.sh/hook-weight': '0' });
    expect(weight('Secret')).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade', 'helm.sh/hook-weight': '-10' });
  });

  it('scales the gateway and the engines on CPU, and lets each be disrupted one by one', () => {
    expect(named(manifests, 'HorizontalPodAutoscaler')).toEqual(FLEET.filter((name) => !['decisions', 'pricing', 'gap-filler', 'feedback', 'collector', 'insight'].includes(name)).map((name) => `ml-${name}`).sort());
    expect(named(manifests, 'PodDisruptionBudget')).toEqual(named(manifests, 'Deployment'));
    expect(named(manifests, 'NetworkPolicy')).toEqual([...named(manifests, 'Deployment'), 'ml-migrations'].sort());
  });

  it('carries the rights of every user of the bus', () => {
    const data = manifests.find((manifest) => manifest.kind === 'ConfigMap')?.data;
    expect(data?.['permissions.conf']?.trim()).toBe(readFileSync('deploy/nats/permissions.conf', 'utf8').trim());
  });

  it('makes no Secret when there is one, and uses that one everywhere', async () => {
    const rendered = await renderChart(helm ?? '', { secrets: { existingSecret: 'mine' }, redis: { enabled: true } });
    expect(named(rendered, 'Secret')).toEqual([]);
    expect(containersOf(rendered).flatMap(secretKeys).filter((key) => !key.startsWith('mine/'))).toEqual([]);
  });

  it('adds an engine by one value and leaves one out by null', async () => {
    const rendered = await renderChart(helm ?? '', { engines: { 'bin-packing': { replicas: 5, autoscaling: { enabled: false } }, 'spot-optimizer': null } });
    expect(named(rendered, 'Deployment')).toContain('ml-bin-packing');
    expect(named(rendered, 'Deployment')).not.toContain('ml-spot-optimizer');
  });

  const portsOf = (rendered: typeof manifests, name = 'decisions'): readonly unknown[] => {
    const { egress = [] } = rendered.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === `ml-${name}`)?.spec as { egress?: readonly { ports: readonly { port: number }[] }[] };
    return egress.flatMap(({ ports }) => ports.map(({ port }) => port));
  };

  it('lets decisions reach the platform where its address is given, and nothing outside otherwise', async () => {
    const withPlatform = await renderChart(helm ?? '', { services: { decisions: { env: { CORE_PLATFORM_URL: 'http://core-platform:8000' } } } });
    expect(portsOf(manifests)).not.toContain(8000);
    expect(portsOf(withPlatform)).toEqual([...portsOf(manifests), 8000]);
  });

  it('puts blobs into an object store where there is one, and lets every service reach it', async () => {
    const withStore = await renderChart(helm ?? '', { objectStore: { enabled: true, bucket: 'blobs', endpoint: 'http://minio.storage:9000' }, services: { collector: { env: { COLLECT_ARCHIVE_S3_BUCKET: 'archive', COLLECT_ARCHIVE_S3_ENDPOINT: 'https://archive.storage' } } } });
    const environment = (name: string): readonly unknown[] => containersOf(withStore).find((container) => container.name === name)?.env.filter((variable) => variable.name.startsWith('BLOB_')).map((variable) => (variable as { value?: string }).value) ?? [];
    expect(environment('rightsizing')).toEqual(['s3', 'blobs', 'ml/', 'us-east-1', 'http://minio.storage:9000']);
    expect(portsOf(withStore)).toEqual([...portsOf(manifests), 9000]);
    expect(portsOf(manifests, 'collector')).toContain(443);
    expect(portsOf(withStore, 'collector').slice(-3)).toEqual([9000, 443, 443]);
    await expect(renderChart(helm ?? '', { objectStore: { enabled: true } })).rejects.toThrow('objectStore.bucket');
  });

  it('brings the alerts and the scraping where the operator of Prometheus is', async () => {
    const rendered = await renderChart(helm ?? '', { metrics: { serviceMonitor: { enabled: true }, prometheusRule: { enabled: true } } });
    expect(named(rendered, 'ServiceMonitor')).toEqual(['ml']);
    expect(rendered.find((manifest) => manifest.kind === 'PrometheusRule')?.spec).toHaveProperty('groups');
  });

  it.each([
    ['a value it does not know', { services: { gateway: { replica: 2 } } }],
    ['a log level that does not exist', { logLevel: 'loud' }],
    ['a bus that is no NATS', { nats: { url: 'http://nats' } }],
    ['a secret that nobody reads', { secrets: { values: { 'db-pasword-pricing': 'x' } } }],
    ['secrets of which some are missing', { secrets: { values: { 'db-password-pricing': 'x' } } }],
    ['fewer replicas at most than at least', { defaults: { autoscaling: { minReplicas: 11 } } }],
  ])('refuses %s', async (_, values) => {
    await expect(renderChart(helm ?? '', values)).rejects.toThrow(/schema|values has no|more than maxReplicas/);
  });
});
