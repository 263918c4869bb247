import { describe, expect, it } from 'vitest';
import type { Decided } from '@ml/engine-kernel/engine';
import { after, ARN, attachedTo, balancer, database, day, exposed, instance, look, node, tags, volume, type Json, type Look } from './shadow.fixture';

const codes = ({ decision }: Decided) => decision.held.map(({ code }) => code);
const found = ({ decision }: Decided) => decision.recommendations.map(({ target, details }) => [target.name, details['monthly_cost']]);
const reasons = ({ decision }: Decided) => decision.recommendations[0]?.reasons.map(({ code }) => code);
const ALL = { instances: [instance('i-0a'), instance('i-0b')], volumes: [volume()], load_balancers: [balancer()], db_instances: [database()] } as const;

describe('what is in no cluster', () => {
  it('is to be looked at, dearest first and without a price last, which saves nothing', () => {
    const decided = look({ state: ALL });
    expect(found(decided)).toEqual([['i-0b', 70.08], [ARN, 16.43], ['vol-0a', 8], ['reports', null]]);
    expect(decided.decision).toMatchObject({ verdict: 'act', estimated_savings: 0, estimated_annual_savings: 0, held: [] });
    expect(decided.decision.extra).toMatchObject({ total_monthly_cost: 94.51, unpriced: 1, share_of_cost_pct: null, by_kind: { volume: { resources: 1, monthly_cost: 8 } }, regions: ['us-east-1'] });
  });

  it('is tagged for review by the call of its service, and can be untagged again', () => {
    const { decision } = look({ state: ALL });
    expect(decision.execution_plan.map(({ action, rollback, requires_approval: approval }) => [action, rollback, approval])).toEqual([
      ['create_tags', 'delete_tags', false],
      ['add_tags', 'remove_tags', false],
      ['create_tags', 'delete_tags', false],
      ['add_tags_to_resource', 'remove_tags_from_resource', false],
    ]);
    expect(decision.execution_plan[0]?.details).toEqual({ tag: 'cloudoptim:shadow-it', value: day(0) });
  });

  it('is waited for once it is marked, and still counts', () => {
    const decided = look({ state: { instances: [instance('i-0a'), instance('i-0b', tags({ 'cloudoptim:shadow-it': day(-3) }))] } });
    expect([decided.decision.verdict, codes(decided)]).toEqual(['hold', ['UNDER_REVIEW']]);
    expect(decided.decision.extra).toMatchObject({ total_monthly_cost: 70.08, share_of_cost_pct: 50, by_kind: { instance: { resources: 1, under_review: 1, unpriced: 0, monthly_cost: 70.08 } } });
  });

  it.each<readonly [string, Json]>([
    ['is a node now', { instances: [instance('i-0a', tags({ 'cloudoptim:shadow-it': day(-3) }))] }],
    ['is in code now', { volumes: [volume(tags({ 'cloudoptim:shadow-it': day(-3), Terraform: 'true' }))] }],
  ])('loses its mark when it %s', (_, state) => {
    const { decision } = look({ state });
    expect([decision.recommendations.map(({ action }) => action), decision.execution_plan.map(({ action, rollback }) => [action, rollback])]).toEqual([['end_review'], [['delete_tags', 'create_tags']]]);
    expect(decision.extra).toMatchObject({ total_monthly_cost: 0 });
  });

  it('keeps its mark where somebody wants it left alone', () => {
    const decided = look({ state: { instances: [instance('i-0a', tags({ 'cloudoptim:shadow-it': 'x', 'cloudoptim:ignore': 'true' }))] } });
    expect(decided.decision.recommendations).toEqual([]);
  });

  it('counts a disk with its machine, once', () => {
    const decided = look({ state: { instances: [instance('i-0b', { BlockDeviceMappings: [{ Ebs: { VolumeId: 'vol-0a' } }] })], volumes: [volume(attachedTo('i-0b'))] } });
    expect([found(decided), codes(decided)]).toEqual([[['i-0b', 78.08]], ['COUNTED_WITH_INSTANCE']]);
    expect(decided.decision.recommendations[0]?.details).toMatchObject({ storage_monthly_cost: 8, volume_ids: ['vol-0a'] });
    expect(decided.decision.extra).toMatchObject({ total_monthly_cost: 78.08, share_of_cost_pct: 100 });
  });

  it('counts a disk of two machines with the first', () => {
    const shared = volume({ State: 'in-use', Attachments: ['i-0c', 'i-0b'].map((InstanceId) => ({ InstanceId, State: 'attached' })) });
    expect(found(look({ state: { instances: [instance('i-0b'), instance('i-0c')], volumes: [shared] } }))).toEqual([['i-0b', 78.08], ['i-0c', 70.08]]);
  });

  it('says when disks of a machine are not known', () => {
    expect(reasons(look({ state: { instances: [instance('i-0b', { BlockDeviceMappings: [{ Ebs: { VolumeId: 'vol-9' } }] })] } }))).toEqual(['NOT_IN_CLUSTER', 'NOBODY_KNOWN', 'STORAGE_NOT_COUNTED']);
  });

  it.each<readonly [string, Json, number | null]>([
    ['on demand', {}, 70.08],
    ['on spot', { InstanceLifecycle: 'spot' }, 29.2],
    ['with Windows', { PlatformDetails: 'Windows' }, 137.24],
    ['with Windows on spot, which has no price', { PlatformDetails: 'Windows', InstanceLifecycle: 'spot' }, null],
    ['on dedicated hardware, which has no price', { Placement: { AvailabilityZone: 'us-east-1a', Tenancy: 'dedicated' } }, null],
    ['of a type without a price', { InstanceType: 'x9.huge' }, null],
    ['of another region than the prices', { Placement: { AvailabilityZone: 'eu-west-1a' } }, null],
    ['stopped, with disks that nobody knows', { State: { Name: 'stopped' } }, null],
  ])('costs, as a machine %s', (_, more, cost) => {
    expect(found(look({ state: { instances: [instance('i-0b', more)] } }))).toEqual([['i-0b', cost]]);
  });

  it('costs its disks alone while it is stopped', () => {
    const stopped = instance('i-0b', { State: { Name: 'stopped' }, BlockDeviceMappings: [{ Ebs: { VolumeId: 'vol-0a' } }] });
    expect(found(look({ state: { instances: [stopped], volumes: [volume(attachedTo('i-0b'))] } }))).toEqual([['i-0b', 8]]);
  });

  it('is shown where no price is known at all, with costs that are null and never guessed', () => {
    const decided = look({ state: ALL, requirements: { region: 'eu-west-1' } });
    expect(found(decided).map(([, cost]) => cost)).toEqual([null, null, null, null]);
    expect(reasons(decided)).toContain('PRICE_UNKNOWN');
    expect(decided.decision.extra).toMatchObject({ total_monthly_cost: 0, unpriced: 4, share_of_cost_pct: null });
  });
});

describe('who answers for it', () => {
  it.each<readonly [string, Json, readonly [string, string | null]]>([
    ['whom the caller found in the trail, before any tag', { CreatedBy: 'arn:aws:iam::1:user/kim', ...tags({ CreatedBy: 'lee' }) }, ['creator', 'arn:aws:iam::1:user/kim']],
    ['the identity of the event', { UserIdentity: { Arn: 'arn:aws:iam::1:user/kim' } }, ['creator', 'arn:aws:iam::1:user/kim']],
    ['the tag that AWS writes for bills', tags({ 'aws:createdBy': 'Root:1', Creator: 'kim' }), ['creator', 'Root:1']],
    ['the tag of a person', tags({ created_by: 'kim', Owner: 'lee' }), ['creator', 'kim']],
    ['its owner, when nobody says who made it', tags({ Owner: 'lee' }), ['owner', 'lee']],
    ['nobody', tags({ CreatedBy: '' }), ['unknown', null]],
  ])('is %s', (_, more, [attribution, creator]) => {
    expect(look({ state: { volumes: [volume(more)] } }).decision.recommendations[0]?.details).toMatchObject({ attribution, created_by: creator });
  });

  it('is known less surely of an object without a single tag', () => {
    const sure = (more: Json) => look({ state: { ...ALL, instances: [], load_balancers: [], db_instances: [], volumes: [volume(more)] } }).decision.confidence_score;
    expect([sure(tags({ team: 'x' })), sure({})]).toEqual([0.95, 0.76]);
  });
});

describe('a resource is no shadow', () => {
  const of = (more: Json): Json => ({ volumes: [volume(more)] });

  it.each<readonly [string, string, Look]>([
    ['it opts out by its tag', 'OPTED_OUT', { state: of(tags({ 'cloudoptim:ignore': 'true' })) }],
    ['the request names it', 'EXCLUDED', { state: of({}), constraints: { excluded: ['vol-0a'] } }],
    ['the request names its load balancer by name', 'EXCLUDED', { state: { load_balancers: [balancer()] }, constraints: { excluded: ['web'] } }],
    ['the request ignores its tag', 'IGNORED_BY_TAG', { state: of(tags({ team: 'dba' })), constraints: { ignore_tags: { team: 'dba' } } }],
    ['somebody suppressed it', 'SUPPRESSED', { state: of({}), requirements: { suppressions: [{ resource_id: 'vol-0a', reason: 'golden copy' }] } }],
    ['another cluster refers to it', 'IN_OTHER_CLUSTER', { state: { ...of({}), clusters: [{ cluster_id: 'c-2', volume_ids: ['vol-0a'] }] } }],
    ['it is a node of another cluster', 'IN_OTHER_CLUSTER', { state: { instances: [instance('i-0b')], clusters: [{ cluster_id: 'c-2', provider_ids: ['aws:///us-east-1a/i-0b'] }] } }],
    ['a service runs it', 'MANAGED_BY_SERVICE', { state: { instances: [instance('i-0b', { Operator: { Managed: true, Principal: 'workspaces.amazonaws.com' } })] } }],
    ['EMR made it', 'MANAGED_BY_SERVICE', { state: { instances: [instance('i-0b', tags({ 'aws:elasticmapreduce:job-flow-id': 'j-1' }))] } }],
    ['Elastic Beanstalk made it', 'MANAGED_BY_SERVICE', { state: { instances: [instance('i-0b', tags({ 'elasticbeanstalk:environment-id': 'e-1' }))] } }],
    ['its tags name a cluster', 'MANAGED_BY_KUBERNETES', { state: of(tags({ 'kubernetes.io/cluster/prod': 'owned' })) }],
    ['it was made for a claim', 'MANAGED_BY_KUBERNETES', { state: of(tags({ 'kubernetes.io/created-for/pvc/name': 'data' })) }],
    ['it was made for a service', 'MANAGED_BY_KUBERNETES', { state: { load_balancers: [balancer(tags({ 'kubernetes.io/service-name': 'shop/web' }))] } }],
    ['it was made for an ingress', 'MANAGED_BY_KUBERNETES', { state: { load_balancers: [balancer(tags({ 'ingress.k8s.aws/stack': 'shop/web' }))] } }],
    ['a cluster made the database', 'MANAGED_BY_KUBERNETES', { state: { db_instances: [database({ TagList: [{ Key: 'services.k8s.aws/namespace', Value: 'shop' }] })] } }],
    ['a stack made it', 'MANAGED_BY_CODE', { state: of(tags({ 'aws:cloudformation:stack-name': 'vpn' })) }],
    ['Terraform made it', 'MANAGED_BY_CODE', { state: of(tags({ Terraform: 'true' })) }],
    ['its tag names the tool that made it', 'MANAGED_BY_CODE', { state: of(tags({ 'managed-by': 'opentofu', CreatedBy: 'kim' })) }],
    ['Pulumi made it', 'MANAGED_BY_CODE', { state: of(tags({ 'pulumi:project': 'net' })) }],
    ['it is attached to a machine that nobody listed', 'INSTANCE_UNKNOWN', { state: { ...of(attachedTo('i-9')), instances: [] } }],
    ['it is attached to a machine and machines were not sent', 'INSTANCE_UNKNOWN', { state: of(attachedTo('i-9')) }],
    ['a cluster may refer to it whose volumes were not sent', 'PERSISTENT_VOLUMES_NOT_SENT', { state: { ...of({}), persistent_volumes: null } }],
    ['ingresses were not sent', 'INGRESSES_NOT_SENT', { state: { load_balancers: [balancer()], ingresses: null } }],
    ['services were not sent', 'SERVICES_NOT_SENT', { state: { load_balancers: [balancer({ Type: 'network' })], services: null } }],
    ['it was made six days ago', 'TOO_YOUNG', { state: of({ CreateTime: day(-6.9) }) }],
    ['it was made tomorrow, since clocks differ', 'TOO_YOUNG', { state: of({ CreateTime: day(1) }) }],
    ['the request wants to see older ones alone', 'TOO_YOUNG', { state: of({}), requirements: { min_age_days: 101 } }],
    ['nodes were not sent', 'MISSING_FIELD', { state: { instances: [instance('i-0b')], nodes: null } }],
    ['the cluster has no node', 'NO_NODES', { state: { instances: [instance('i-0b')], nodes: [] } }],
    ['it could be a node that does not say which machine it is', 'NODE_WITHOUT_PROVIDER_ID', { state: { instances: [instance('i-0b')], nodes: [{ metadata: { name: 'x' } }] } }],
    ['it could be a node whose providerID names no machine', 'NODE_WITHOUT_PROVIDER_ID', { state: { instances: [instance('i-0b')], nodes: [node('i-0a'), { metadata: { name: 'x' }, spec: { providerID: 'aws:///us-east-1a/' } }] } }],
    ['machines and nodes were listed hours apart', 'SNAPSHOT_SKEW', { state: { instances: [instance('i-0b')], nodes_observed_at: day(-0.1) } }],
    ['the lists are of tomorrow', 'OBSERVED_IN_FUTURE', { state: { ...of({}), observed_at: day(1) } }],
    ['nothing was sent', 'MISSING_FIELD', { state: {} }],
    ['everything is empty', 'NO_SHADOW_IT', { state: { instances: [], volumes: [], load_balancers: [], db_instances: [] } }],
    ['it is gone', 'NO_SHADOW_IT', { state: { instances: [instance('i-0b', { State: { Name: 'terminated' } })] } }],
    ['the request cannot be read', 'BAD_FIELD', { state: of({}), requirements: { min_age_days: 'old' } }],
    ['a suppression gives no reason', 'MISSING_FIELD', { state: of({}), requirements: { suppressions: [{ resource_id: 'vol-0a' }] } }],
  ])('when %s', (_, code, asked) => {
    const decided = look(asked);
    expect([decided.decision.verdict, codes(decided), decided.decision.estimated_savings]).toEqual(['hold', [code], 0]);
  });

  it.each<readonly [string, Json]>([
    ['is a node', { instances: [instance('i-0a')] }],
    ['is a node, however its machine is written', { instances: [instance('i-0b')], nodes: [node('i-0a'), { metadata: { name: 'x' }, spec: { providerID: 'k3s://us-east-1a/i-0b' } }] }],
    ['was a node of this cluster when clusters were listed', { instances: [instance('i-0b')], clusters: [{ cluster_id: 'c-1', provider_ids: ['aws:///us-east-1a/i-0b'], volume_ids: [] }] }],
    ['is a volume of this cluster by the list of clusters', { volumes: [volume()], clusters: [{ cluster_id: 'c-1', volume_ids: ['vol-0a'] }] }],
    ['is attached to a node', { volumes: [volume(attachedTo('i-0a'))] }],
    ['is a persistent volume', { volumes: [volume()], persistent_volumes: [{ metadata: { name: 'pv' }, spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0a' } } }] }],
    ['serves an ingress', { load_balancers: [balancer()], ingresses: [exposed('web-123.us-east-1.elb.amazonaws.com')] }],
    ['serves a service, in another spelling', { load_balancers: [balancer({ DNSName: 'internal-Web-123.us-east-1.elb.amazonaws.com' })], services: [exposed('dualstack.internal-web-123.us-east-1.elb.amazonaws.com.')] }],
  ])('when it %s', (_, state) => {
    const decided = look({ state });
    expect([codes(decided), Object.values(decided.decision.extra['coverage'] as Json)]).toEqual([['NO_SHADOW_IT'], expect.arrayContaining([{ looked_at: true, count: 1, in_cluster: 1, outside: 0 }])]);
  });
});

describe('a suppression', () => {
  const suppressed = (...until: readonly (string | undefined)[]) =>
    look({ state: { load_balancers: [balancer()] }, requirements: { suppressions: until.map((end) => ({ resource_id: 'web', reason: 'demo', ...(end !== undefined && { until: end }) })) } });

  it('is shown with its reason and its end', () => {
    expect(suppressed(day(1)).decision.held[0]).toMatchObject({ code: 'SUPPRESSED', text: `suppressed until ${day(1)}: demo`, details: { reason: 'demo', until: day(1) } });
  });

  it('no longer counts when it has ended, which is said', () => {
    expect(reasons(suppressed(day(0)))).toEqual(['NOT_IN_CLUSTER', 'NOBODY_KNOWN', 'SUPPRESSION_EXPIRED']);
  });

  it('counts as long as the longest of two', () => {
    expect([suppressed(day(-1), day(1)), suppressed(undefined, day(-1))].map(codes)).toEqual([['SUPPRESSED'], ['SUPPRESSED']]);
  });
});

describe('age', () => {
  const rounds = (state: Json, ...days: readonly number[]): readonly Decided[] => {
    let memory: NonNullable<Look['memory']> = [];
    return days.map((at) => {
      const decided = look({ state, days: at, memory });
      memory = after(memory, decided);
      return decided;
    });
  };

  it('counts since the first sighting when nobody says when a resource was made', () => {
    const looks = rounds({ volumes: [volume({ CreateTime: undefined })] }, 0, 6.9, 7);
    expect(looks.map(codes)).toEqual([['TOO_YOUNG'], ['TOO_YOUNG'], []]);
    expect([reasons(looks[2] as Decided), looks[2]?.decision.recommendations[0]?.details['age_days']]).toEqual([['NOT_IN_CLUSTER', 'NOBODY_KNOWN', 'AGE_SINCE_FIRST_SEEN'], 7]);
  });

  it('does not begin anew with a machine that is started every morning', () => {
    let memory: NonNullable<Look['memory']> = [];
    const ages = [0, 1, 2, 3, 4, 5, 6, 7].map((days) => {
      const decided = look({ state: { instances: [instance('i-0b', { LaunchTime: day(days - 0.1) })] }, days, memory });
      memory = after(memory, decided);
      return decided.decision.verdict;
    });
    expect(ages).toEqual([...Array.from({ length: 7 }, () => 'hold'), 'act']);
  });

  it('is not remembered where the next list says it again', () => {
    expect(look({ state: { volumes: [volume()], instances: [instance('i-0b')] } }).remember).toEqual([]);
  });
});

describe('coverage', () => {
  it('says what was not sent, what could not be compared, and what was', () => {
    const { decision } = look({ state: { instances: [instance('i-0b')], nodes: [], volumes: [volume(), volume({ VolumeId: 'vol-0b', ...attachedTo('i-0b') })], db_instances: [] } });
    expect(decision.extra['coverage']).toEqual({
      instances: { looked_at: false, why: 'not_comparable', count: 1 },
      volumes: { looked_at: true, count: 2, in_cluster: 0, outside: 1 },
      load_balancers: { looked_at: false, why: 'not_sent' },
      db_instances: { looked_at: true, count: 0, in_cluster: 0, outside: 0 },
    });
    expect([decision.warnings.map(({ code }) => code), decision.missing]).toEqual([['NOT_LOOKED_AT'], ['current_state.load_balancers']]);
    expect(decision.held.map(({ code }) => code)).toEqual(['NO_NODES', 'INSTANCE_UNKNOWN']);
  });

  it('lists a hundred of one reason and the rest in one entry', () => {
    const many = Array.from({ length: 150 }, (_, index) => volume({ VolumeId: `vol-${index + 1000}`, ...tags({ Terraform: 'yes' }) }));
    const { held } = look({ state: { volumes: many } }).decision;
    expect([held.length, held.at(-1)?.target, (held.at(-1)?.details?.['names'] as readonly string[]).length]).toEqual([101, { kind: 'Resources', name: '50 more' }, 50]);
  });

  it('finds nothing where every machine is a node', () => {
    expect(codes(look({ state: { instances: [instance('i-0b')], nodes: [node('i-0a'), node('i-0b')] } }))).toEqual(['NO_SHADOW_IT']);
  });
});
