import type { KeyScope } from '@ml/contracts/dto/api-key-dto';
import { ENGINES } from '@ml/contracts/engines';

/** What a route asks of its caller, looked up before anything of the request is read. */
export interface Policy {
  /** null: no key is needed. */
  readonly scopes: readonly KeyScope[] | null;
  /** Only for keys that are not bound to a tenant. */
  readonly allTenants: boolean;
  /**
   * `decision`: large, its state (of a snapshot too) is passed on unread. `scan`: large, its resources are cut into pieces unread. `tensors`: passed on unread as a whole. `rows`: rows to predict from.
   * `upload`: a form with a file, read by the route itself. `small`: a handful of fields. `ignored`: read and forgotten.
   */
  readonly body: 'decision' | 'scan' | 'tensors' | 'rows' | 'upload' | 'small' | 'ignored';
  /** Path, query and body name people and resources: nothing of them is logged, traced or quoted in an answer, and the request goes by an id of ours. */
  readonly confidential?: true;
}

const ML = '/api/v1/ml';
const ADMIN = '/api/v1/admin';

const open: Policy = { scopes: null, allTenants: false, body: 'ignored' };
const read: Policy = { scopes: ['platform', 'operator', 'admin', 'viewer'], allTenants: false, body: 'ignored' };
const ask: Policy = { scopes: ['platform', 'operator', 'admin'], allTenants: false, body: 'small' };
const decide: Policy = { ...ask, body: 'decision' };
/** The whole fleet's, so for nobody who is bound to a part of it. */
const command: Policy = { scopes: ['platform', 'admin'], allTenants: true, body: 'small' };
const order: Policy = { ...command, body: 'ignored' };
const upload: Policy = { ...command, body: 'upload' };
const predict: Policy = { ...ask, body: 'rows' };
const infer: Policy = { ...ask, body: 'tensors' };
/** Of people and resources by their names, for the whole platform. */
const collect: Policy = { ...command, confidential: true };
const collected: Policy = { ...read, allTenants: true, confidential: true };
const administer: Policy = { scopes: ['admin'], allTenants: true, body: 'small', confidential: true };

/** Every route, by method and template: a route that is not here is refused to everybody. */
export const POLICIES: Readonly<Record<string, Policy>> = {
  [`POST ${ML}/decision`]: decide,
  ...Object.fromEntries(Object.keys(ENGINES).map((type) => [`POST ${ML}/decision/${type.replaceAll('_', '-')}`, decide])),
  [`GET ${ML}/decisions/history`]: read,
  [`GET ${ML}/decisions/savings`]: read,
  [`GET ${ML}/decisions/:decision_id`]: read,
  [`POST ${ML}/decisions/:decision_id/replay`]: { ...ask, body: 'ignored' },
  [`POST ${ML}/decisions/:decision_id/outcome`]: ask,
  [`PUT ${ML}/clusters/:cluster_id/snapshot`]: decide,
  [`GET ${ML}/clusters/:cluster_id/snapshot`]: read,
  [`GET ${ML}/features/toggles`]: read,
  [`PUT ${ML}/features/toggles`]: command,
  [`GET ${ML}/pricing/spot`]: read,
  [`GET ${ML}/pricing/on-demand`]: read,
  [`GET ${ML}/pricing/spot-advisor`]: read,
  [`GET ${ML}/pricing/coverage`]: read,
  [`GET ${ML}/pricing/stats`]: read,
  [`POST ${ML}/pricing/fetch`]: ask,
  [`GET ${ML}/pricing/tasks/:task_id`]: read,
  [`POST ${ML}/models/upload`]: upload,
  [`GET ${ML}/models/list`]: read,
  [`POST ${ML}/models/activate`]: command,
  [`POST ${ML}/models/rollback`]: command,
  [`POST ${ML}/models/:model_id/deactivate`]: order,
  [`POST ${ML}/models/:model_id/shadow`]: command,
  [`DELETE ${ML}/models/:model_id`]: order,
  [`GET ${ML}/models/:model_id/details`]: read,
  [`GET ${ML}/models/:model_id/performance`]: read,
  [`GET ${ML}/models/:model_id/drift`]: read,
  [`GET ${ML}/models/:model_id/download`]: read,
  [`POST ${ML}/predict`]: predict,
  [`POST ${ML}/predict/spot-interruption`]: ask,
  [`GET ${ML}/predictions/history`]: read,
  [`POST ${ML}/predictions/:prediction_id/outcome`]: ask,
  [`POST ${ML}/engines/upload`]: upload,
  [`GET ${ML}/engines/list`]: read,
  [`POST ${ML}/engines/select`]: command,
  [`GET ${ML}/engines/:engine_id/metadata`]: read,
  [`POST ${ML}/engines/:engine_id/test`]: { ...command, body: 'rows' },
  [`POST ${ML}/engines/:engine_id/shadow`]: command,
  [`POST ${ML}/gap-filler/analyze`]: ask,
  [`POST ${ML}/gap-filler/fill`]: command,
  [`GET ${ML}/gap-filler/status/:gap_id`]: read,
  [`GET ${ML}/gap-filler/history`]: read,
  [`POST ${ML}/gap-filler/:gap_id/cancel`]: order,
  [`GET ${ML}/gap-filler/:gap_id/log`]: read,
  [`POST ${ML}/refresh/trigger`]: command,
  [`GET ${ML}/refresh/status/:refresh_id`]: read,
  [`GET ${ML}/refresh/history`]: read,
  [`POST ${ML}/refresh/:refresh_id/cancel`]: order,
  [`GET ${ML}/refresh/:refresh_id/log`]: read,
  [`POST ${ML}/refresh/schedule`]: command,
  [`GET ${ML}/refresh/schedule`]: read,
  [`PUT ${ML}/refresh/schedule/:schedule_id`]: command,
  [`DELETE ${ML}/refresh/schedule/:schedule_id`]: order,
  [`POST ${ML}/feedback/interruption`]: ask,
  [`POST ${ML}/feedback/instance-hours`]: ask,
  // It keeps everybody out of a pool: no customer alone may do that.
  [`POST ${ML}/feedback/capacity`]: { ...ask, allTenants: true },
  [`GET ${ML}/feedback/pool-status`]: read,
  [`GET ${ML}/feedback/patterns/:instance_type`]: read,
  [`GET ${ML}/feedback/stats`]: read,
  [`GET ${ML}/feedback/weight`]: read,
  [`GET ${ML}/rebalance/jobs`]: read,
  [`GET ${ML}/rebalance/jobs/:job_id`]: read,
  [`POST ${ML}/rebalance/jobs/lease`]: ask,
  [`POST ${ML}/rebalance/jobs/:job_id/lease`]: ask,
  [`POST ${ML}/rebalance/jobs/:job_id/complete`]: ask,
  [`POST ${ML}/rebalance/jobs/:job_id/fail`]: ask,
  [`POST ${ML}/insights/forecast`]: { ...ask, confidential: true },
  [`GET ${ML}/insights/forecast`]: collected,
  [`POST ${ML}/insights/anomalies`]: { ...predict, confidential: true },
  [`GET ${ML}/insights/anomalies`]: collected,
  [`POST ${ML}/insights/waste`]: { ...ask, body: 'scan', confidential: true },
  [`GET ${ML}/insights/waste`]: collected,
  [`POST ${ML}/collection/scans`]: { ...collect, body: 'scan' },
  [`GET ${ML}/collection/scans/:scan_id`]: collected,
  [`POST ${ML}/collection/actions`]: collect,
  [`POST ${ML}/collection/metrics`]: { ...collect, body: 'rows' },
  'GET /v2': read,
  'GET /v2/health/live': open,
  'GET /v2/health/ready': open,
  'GET /v2/models/:name': read,
  'GET /v2/models/:name/ready': read,
  'POST /v2/models/:name/infer': infer,
  'GET /v2/models/:name/versions/:version': read,
  'GET /v2/models/:name/versions/:version/ready': read,
  'POST /v2/models/:name/versions/:version/infer': infer,
  [`GET ${ML}/health`]: open,
  [`GET ${ML}/metrics`]: read,
  'GET /api/v1/preferences/:user_id': collected,
  'PUT /api/v1/preferences/:user_id': collect,
  'GET /api/v1/gdpr/users/:user_id/export': { ...collect, body: 'ignored' },
  'DELETE /api/v1/gdpr/users/:user_id': { ...collect, body: 'ignored' },
  [`GET ${ADMIN}/api-keys`]: administer,
  [`POST ${ADMIN}/api-keys`]: administer,
  [`DELETE ${ADMIN}/api-keys/:key_id`]: administer,
  [`GET ${ADMIN}/dead-letters`]: administer,
  [`POST ${ADMIN}/dead-letters/:id/replay`]: { ...administer, body: 'ignored' },
  [`GET ${ADMIN}/ml-stats`]: { ...administer, body: 'ignored' },
  [`GET ${ML}/admin/growth`]: { ...administer, body: 'ignored' },
  [`GET ${ML}/admin/quality`]: { ...administer, body: 'ignored' },
  [`POST ${ADMIN}/ml-export`]: { ...administer, body: 'ignored' },
  [`GET ${ADMIN}/exports`]: { ...administer, body: 'ignored' },
  [`GET ${ADMIN}/exports/:export_id`]: { ...administer, body: 'ignored' },
  [`GET ${ADMIN}/exports/:export_id/download`]: { ...administer, body: 'ignored' },
  'GET /livez': open,
  'GET /readyz': open,
  'GET /openapi.json': open,
};

/** The documentation's pages and their files. */
const isDocs = (template: string): boolean => template === '/docs' || template.startsWith('/docs/');

export const policyOf = (method: string, template: string): Policy | undefined => {
  const asked = method === 'HEAD' ? 'GET' : method;
  return POLICIES[`${asked} ${template}`] ?? (asked === 'GET' && isDocs(template) ? open : undefined);
};

/** Where confidential routes lie: what is misspelt there may still name somebody. */
const CONFIDENTIAL = Object.entries(POLICIES)
  .filter(([, { confidential = false }]) => confidential)
  .map(([route]) => (route.split(' ')[1] ?? '').replace(/:.*$/, '').replace(/[^/]*$/, ''));

export const isConfidential = (path: string): boolean => CONFIDENTIAL.some((start) => path.startsWith(start));

const toPattern = (template: string): RegExp => new RegExp(`^${template.replace(/:[^/]+/g, '[^/]+')}$`);
const ROUTES = Object.keys(POLICIES).map((route) => {
  const [method = '', template = ''] = route.split(' ');
  return { method, pattern: toPattern(template) };
});

/** Methods that a path knows: empty when there is no such path. */
export const methodsOf = (path: string): readonly string[] => {
  const methods = ROUTES.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
};
