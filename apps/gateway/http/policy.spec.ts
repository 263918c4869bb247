import { describe, expect, it } from 'vitest';
import type { Identity } from '../keys/identity';
import { permit } from './permit';
import { isConfidential, methodsOf, POLICIES, policyOf } from './policy';

const identity = (scope: Identity['scope'], tenant: string | null = null): Identity => ({ keyId: 'k', scope, tenant, expiresAt: null });
const may = (route: string, who: Identity): boolean => {
  const policy = POLICIES[route];
  if (policy === undefined) throw new Error(`no policy for ${route}`);
  try {
    permit(policy, who);
    return true;
  } catch {
    return false;
  }
};

const ML = '/api/v1/ml';
/** What holds for the whole fleet: who answers, and what is known of those who could. */
const COMMANDS: readonly string[] = [
  `PUT ${ML}/features/toggles`,
  ...['upload', 'activate', 'rollback', ':model_id/deactivate', ':model_id/shadow'].map((what) => `POST ${ML}/models/${what}`),
  `DELETE ${ML}/models/:model_id`,
  ...['upload', 'select', ':engine_id/test', ':engine_id/shadow'].map((what) => `POST ${ML}/engines/${what}`),
  ...['fill', ':gap_id/cancel'].map((what) => `POST ${ML}/gap-filler/${what}`),
  ...['trigger', ':refresh_id/cancel', 'schedule'].map((what) => `POST ${ML}/refresh/${what}`),
  ...['PUT', 'DELETE'].map((method) => `${method} ${ML}/refresh/schedule/:schedule_id`),
  ...['scans', 'actions', 'metrics'].map((what) => `POST ${ML}/collection/${what}`),
  'PUT /api/v1/preferences/:user_id',
  'GET /api/v1/gdpr/users/:user_id/export',
  'DELETE /api/v1/gdpr/users/:user_id',
];
const commands = (route: string): boolean => COMMANDS.includes(route);

/** No command, but what it says holds for all customers. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set(['POST /api/v1/ml/feedback/capacity', 'GET /api/v1/ml/insights/forecast', 'GET /api/v1/ml/insights/anomalies', 'GET /api/v1/ml/insights/waste', 'GET /api/v1/ml/collection/scans/:scan_id', 'GET /api/v1/preferences/:user_id']);

describe('the policy table', () => {
  it('lets a viewer read and nothing else', () => {
    for (const route of Object.keys(POLICIES)) expect(may(route, identity('viewer')), route).toBe(route.startsWith('GET') && !route.includes('/admin/') && !commands(route));
  });

  it('lets platform and operator keys ask, but not administer', () => {
    for (const scope of ['platform', 'operator'] as const)
      for (const route of Object.keys(POLICIES)) expect(may(route, identity(scope)), route).toBe(!route.includes('/admin/') && !(scope === 'operator' && commands(route)));
  });

  it('lets platform and admin keys that are bound to no tenant change what holds for the whole fleet', () => {
    for (const route of Object.keys(POLICIES).filter(commands)) {
      expect(['platform', 'operator', 'admin', 'viewer'].map((scope) => may(route, identity(scope as Identity['scope'])))).toEqual([true, false, true, false]);
      expect(may(route, identity('platform', 'acme'))).toBe(false);
    }
  });

  it('lets only an admin that is bound to no tenant administer', () => {
    for (const route of Object.keys(POLICIES)) {
      expect(may(route, identity('admin')), route).toBe(true);
      expect(may(route, identity('admin', 'acme')), route).toBe(!route.includes('/admin/') && !commands(route) && !FOR_EVERYBODY.has(route));
    }
  });

  it('treats whatever names people and resources as confidential', () => {
    const named = Object.keys(POLICIES).filter((route) => /\/(?:collection|insights|preferences|gdpr|admin)\//.test(route));
    expect(named.filter((route) => POLICIES[route]?.confidential !== true)).toEqual([]);
    for (const path of ['/api/v1/ml/collection/scans/x', '/api/v1/ml/collection/scanz', '/api/v1/admin/users/x', '/api/v1/ml/admin/x']) expect(isConfidential(path), path).toBe(true);
    for (const path of ['/api/v1/ml/decision', '/api/v1/ml/collections', '/']) expect(isConfidential(path), path).toBe(false);
  });

  it('needs no key for health, probes and documentation only', () => {
    const open = Object.entries(POLICIES).filter(([, { scopes }]) => scopes === null);
    expect(open.map(([route]) => route)).toEqual(['GET /v2/health/live', 'GET /v2/health/ready', 'GET /api/v1/ml/health', 'GET /livez', 'GET /readyz', 'GET /openapi.json']);
    expect(policyOf('GET', '/docs/*')?.scopes).toBeNull();
    expect(policyOf('POST', '/docs')).toBeUndefined();
    expect(policyOf('GET', '/documents')).toBeUndefined();
  });

  it('treats HEAD as GET and refuses what it does not know', () => {
    expect(policyOf('HEAD', '/api/v1/ml/pricing/spot')).toBe(policyOf('GET', '/api/v1/ml/pricing/spot'));
    expect(policyOf('GET', '/api/v1/ml/secret')).toBeUndefined();
  });

  it('knows the methods of a path, of one with parameters too', () => {
    expect(methodsOf('/api/v1/ml/decision/spot-optimize')).toEqual(['POST']);
    expect(methodsOf('/api/v1/ml/decisions/42')).toEqual(['GET', 'HEAD']);
    expect(methodsOf('/api/v1/ml/decisions/42/replay')).toEqual(['POST']);
    expect(methodsOf('/nowhere')).toEqual([]);
    expect(methodsOf('/api/v1/ml/health/')).toEqual([]);
  });
});
