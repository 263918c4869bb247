import { describe, expect, it } from 'vitest';
import type { Decided } from '@ml/engine-kernel/engine';
import { after, at, instance, look, MONTHLY, node, ONE_GHOST, type Look } from './ghost.fixture';

type Json = Readonly<Record<string, unknown>>;

const heldCodes = ({ decision }: Decided): readonly (readonly [string, string])[] => decision.held.map(({ target, code }) => [target.name, code]);
const actions = ({ decision }: Decided): readonly (readonly [string, string])[] => decision.recommendations.map(({ action, target }) => [action, target.name]);

/** Looks again and again, each time with what was remembered. */
const rounds = (...looks: readonly Look[]): readonly Decided[] => {
  let memory: NonNullable<Look['memory']> = [];
  return looks.map((one) => {
    const decided = look({ ...one, memory });
    memory = after(memory, decided);
    return decided;
  });
};

describe('a machine outside every cluster', () => {
  it('is marked at the first sighting, which saves nothing', () => {
    const decided = look({ state: ONE_GHOST });
    expect(decided.decision).toMatchObject({ verdict: 'act', estimated_savings: 0, execution_plan: [{ action: 'create_tags', rollback: 'delete_tags', requires_approval: false }] });
    expect(actions(decided)).toEqual([['tag_instance', 'i-0b']]);
  });

  it('is to be terminated once it was missed for 24 hours and seen twice', () => {
    const [, second] = rounds({ state: ONE_GHOST }, { state: ONE_GHOST, hours: 24 });
    expect(second?.decision).toMatchObject({
      estimated_savings: MONTHLY,
      recommendations: [{ action: 'terminate_instance', details: { sightings: 2, first_seen_outside: at(0), age_hours: 524, owner: null } }],
      execution_plan: [{ action: 'create_tags' }, { action: 'stop_instances', rollback: 'start_instances' }, { action: 'terminate_instances', requires_approval: true, reversible: false, depends_on: [2] }],
    });
  });

  it('waits while the grace period runs, however often it is seen', () => {
    const marked = { ...ONE_GHOST, instances: [instance('i-0a'), instance('i-0b', { Tags: [{ Key: 'cloudoptim:ghost-candidate', Value: 'yes' }] })] };
    const looks = rounds({ state: ONE_GHOST }, { state: marked, hours: 2 }, { state: marked, hours: 23 });
    expect(looks.map(heldCodes).slice(1)).toEqual([[['i-0b', 'GRACE_PERIOD']], [['i-0b', 'GRACE_PERIOD']]]);
    expect(looks[2]?.decision.held[0]?.text).toContain('missed for 23 h and seen 3 time(s)');
  });

  it('counts one sighting for two calls within the hour', () => {
    const looks = rounds({ state: ONE_GHOST, hours: 23.5 }, { state: ONE_GHOST, hours: 24 });
    expect(looks[1]?.decision.recommendations[0]?.details).toMatchObject({ sightings: 1 });
  });

  it('is counted from the first sighting, not from its launch', () => {
    const old = { ...ONE_GHOST, instances: [instance('i-0a'), instance('i-0b', { LaunchTime: at(-50_000) })] };
    expect(actions(look({ state: old }))).toEqual([['tag_instance', 'i-0b']]);
  });

  it('begins anew when it had joined in between, and loses its mark', () => {
    const joined = { instances: [instance('i-0a'), instance('i-0b', { Tags: [{ Key: 'cloudoptim:ghost-candidate', Value: 'yes' }] })], nodes: [node('node-a', 'i-0a'), node('node-b', 'i-0b')] };
    const looks = rounds({ state: ONE_GHOST }, { state: joined, hours: 12 }, { state: ONE_GHOST, hours: 30 });
    expect(looks.map(actions)).toEqual([[['tag_instance', 'i-0b']], [['untag_instance', 'i-0b']], [['tag_instance', 'i-0b']]]);
    expect(looks[2]?.decision.recommendations[0]?.details).toMatchObject({ sightings: 1, first_seen_outside: at(30) });
  });

  it('begins anew when somebody has started it since, who may have missed it', () => {
    const started = { ...ONE_GHOST, instances: [instance('i-0a'), instance('i-0b', { LaunchTime: at(25) })] };
    const looks = rounds({ state: ONE_GHOST }, { state: ONE_GHOST, hours: 24 }, { state: started, hours: 26 });
    expect(looks.map(actions).slice(1)).toEqual([[['terminate_instance', 'i-0b']], [['tag_instance', 'i-0b']]]);
    expect(looks[2]?.decision.recommendations[0]?.details).toMatchObject({ sightings: 1, first_seen_outside: at(26) });
  });

  it('begins anew when it was seen in another cluster in between', () => {
    const elsewhere = { ...ONE_GHOST, clusters: [{ cluster_id: 'c-2', provider_ids: ['aws:///us-east-1a/i-0b'] }] };
    const looks = rounds({ state: ONE_GHOST }, { state: elsewhere, hours: 12 }, { state: ONE_GHOST, hours: 24 });
    expect(looks.map(actions)).toEqual([[['tag_instance', 'i-0b']], [], [['tag_instance', 'i-0b']]]);
  });

  it('is missed for as long as the lists show, not until now', () => {
    const older = { ...ONE_GHOST, instances_observed_at: at(23.5), nodes_observed_at: at(23.5) };
    const looks = rounds({ state: ONE_GHOST }, { state: older, hours: 24 });
    expect(looks[1]?.decision.estimated_savings).toBe(0);
  });

  it.each([
    ['stands in another region than the prices', { Placement: { AvailabilityZone: 'eu-west-1a' } }],
    ['stands in a local zone, which has prices of its own', { Placement: { AvailabilityZone: 'us-east-1-bos-1a' } }],
    ['has hardware of its own', { Placement: { AvailabilityZone: 'us-east-1a', Tenancy: 'dedicated' } }],
  ])('has no price when it %s', (_, more) => {
    const state = { ...ONE_GHOST, instances: [instance('i-0a'), instance('i-0b', more)] };
    const [, second] = rounds({ state }, { state, hours: 24 });
    expect(heldCodes(second as Decided)).toEqual([['i-0b', 'PRICE_UNKNOWN']]);
  });

  it('waits as long as the request wants, and never shorter than the contract', () => {
    const longer = rounds({ state: ONE_GHOST }, { state: ONE_GHOST, hours: 30, requirements: { grace_hours: 48 } });
    expect(longer[1]?.decision.estimated_savings).toBe(0);
    const shorter = rounds({ state: ONE_GHOST }, { state: ONE_GHOST, hours: 2, requirements: { grace_hours: 1 } });
    expect(shorter[1]?.decision.estimated_savings).toBe(0);
  });

  it('is held when nobody knows what it costs', () => {
    const [, second] = rounds({ state: ONE_GHOST }, { state: ONE_GHOST, hours: 24, prices: undefined, requirements: { region: 'eu-west-9' } });
    expect(heldCodes(second as Decided)).toEqual([['i-0b', 'PRICE_UNKNOWN']]);
  });

  it('leaves its Auto Scaling group in the same step, which would replace it otherwise', () => {
    const grouped = { ...ONE_GHOST, instances: [instance('i-0a'), instance('i-0b', { Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'workers' }] })] };
    const [, second] = rounds({ state: grouped }, { state: grouped, hours: 24 });
    expect(second?.decision.execution_plan.map(({ action, details }) => [action, details])).toEqual([
      ['create_tags', { tag: 'cloudoptim:ghost-candidate' }],
      ['terminate_instance_in_auto_scaling_group', { auto_scaling_group: 'workers', should_decrement_desired_capacity: true }],
    ]);
  });

  it('makes surer of itself by a tag of ownership', () => {
    const owned = { ...ONE_GHOST, instances: ['i-0a', 'i-0b'].map((id) => instance(id, { Tags: [{ Key: 'kubernetes.io/cluster/prod', Value: 'owned' }] })) };
    const [unowned, tagged] = [ONE_GHOST, owned].map((state) => rounds({ state }, { state, hours: 24 })[1]?.decision);
    expect([unowned?.confidence_score, tagged?.confidence_score]).toEqual([0.57, 0.95]);
    expect([unowned?.recommendations[0]?.risk, tagged?.recommendations[0]?.risk]).toEqual(['high', 'medium']);
  });
});

describe('a machine that is no ghost', () => {
  const outside = (more: Json, state: Json = {}, constraints: Json = {}) =>
    look({ state: { ...ONE_GHOST, instances: [instance('i-0a'), instance('i-0b', more)], ...state }, constraints });

  it.each<readonly [string, string, Json, Json, Json]>([
    ['opts out by its tag', 'OPTED_OUT', { Tags: [{ Key: 'cloudoptim:ignore', Value: 'true' }] }, {}, {}],
    ['is named by the request', 'EXCLUDED', {}, {}, { excluded: ['i-0b'] }],
    ['bears a tag that the request ignores', 'IGNORED_BY_TAG', { Tags: [{ Key: 'purpose', Value: 'bastion' }] }, {}, { ignore_tags: { purpose: 'bastion' } }],
    ['bears a key that the request ignores whatever its value', 'IGNORED_BY_TAG', { Tags: [{ Key: 'purpose', Value: 'x' }] }, {}, { ignore_tags: { purpose: null } }],
    ['is a node of another cluster', 'IN_OTHER_CLUSTER', {}, { clusters: [{ cluster_id: 'c-2', provider_ids: ['aws:///us-east-1a/i-0b'] }] }, {}],
    ['belongs to a cluster that was not sent', 'OWNED_BY_OTHER_CLUSTER', { Tags: [{ Key: 'kubernetes.io/cluster/staging', Value: 'owned' }] }, {}, {}],
    ['runs the cluster itself', 'CONTROL_PLANE', { Tags: [{ Key: 'k8s.io/role/master', Value: '1' }] }, {}, {}],
    ['is run by a service', 'MANAGED_BY_SERVICE', { Operator: { Managed: true, Principal: 'eks.amazonaws.com' } }, {}, {}],
    ['waits in a warm pool', 'WARM_POOL', {}, { auto_scaling_groups: [{ AutoScalingGroupName: 'g', Instances: [{ InstanceId: 'i-0b', LifecycleState: 'Warmed:Running' }] }] }, {}],
    ['was launched ten minutes ago', 'JUST_LAUNCHED', { LaunchTime: at(-1 / 6) }, {}, {}],
    ['is stopped', 'STOPPED', { State: { Name: 'stopped' } }, {}, {}],
    ['does not say whether it runs', 'STATE_UNKNOWN', { State: {} }, {}, {}],
  ])('is held when it %s', (...[, code, ...world]) => {
    const decided = outside(...world);
    expect([decided.decision.verdict, heldCodes(decided), decided.remember]).toEqual(['hold', [['i-0b', code]], []]);
  });

  it.each([
    ['without a slash of the zone', 'aws://us-east-1a/i-0b'],
    ['as the id alone', 'i-0b'],
  ])('is found in its cluster by a provider id written %s', (_, providerID) => {
    const nodes = [node('node-a', 'i-0a'), { metadata: { name: 'node-b' }, spec: { providerID } }];
    expect(heldCodes(look({ state: { ...ONE_GHOST, nodes } }))).toEqual([['c-1', 'NO_GHOST']]);
    const clusters = [{ cluster_id: 'c-2', provider_ids: [providerID] }];
    expect(heldCodes(look({ state: { ...ONE_GHOST, clusters } }))).toEqual([['i-0b', 'IN_OTHER_CLUSTER']]);
  });

  it('is in its cluster when that says so itself among the clusters', () => {
    const clusters = [{ cluster_id: 'c-1', provider_ids: ['aws:///us-east-1a/i-0b'] }];
    expect(heldCodes(look({ state: { ...ONE_GHOST, clusters } }))).toEqual([['c-1', 'NO_GHOST']]);
  });

  it.each<readonly [string, string, Json, Json]>([
    ['opts out', 'OPTED_OUT', { Tags: [{ Key: 'cloudoptim:ghost-candidate', Value: 'yes' }, { Key: 'cloudoptim:ignore', Value: 'true' }] }, {}],
    ['is named by the request', 'EXCLUDED', { Tags: [{ Key: 'cloudoptim:ghost-candidate', Value: 'yes' }] }, { excluded: ['i-0a'] }],
  ])('keeps even a mark that is no longer true when it %s', (...[, code, more, constraints]) => {
    const decided = look({ state: { ...ONE_GHOST, instances: [instance('i-0a', more)] }, constraints });
    expect([decided.decision.verdict, heldCodes(decided)]).toEqual(['hold', [['i-0a', code]]]);
  });

  it('is not even mentioned when it is gone', () => {
    expect(heldCodes(outside({ State: { Name: 'terminated' } }))).toEqual([['c-1', 'NO_GHOST']]);
  });
});

describe('lists that cannot be compared', () => {
  it.each([
    ['the nodes are missing', 'MISSING_FIELD', { instances: ONE_GHOST.instances }],
    ['the machines are missing', 'MISSING_FIELD', { nodes: ONE_GHOST.nodes }],
    ['there is no node at all', 'NO_NODES', { ...ONE_GHOST, nodes: [] }],
    ['there is no machine at all', 'NO_INSTANCES', { ...ONE_GHOST, instances: [] }],
    ['a node does not say which machine it is', 'NODE_WITHOUT_PROVIDER_ID', { ...ONE_GHOST, nodes: [node('node-a', 'i-0a'), { metadata: { name: 'node-b' } }] }],
    ['a node names a machine that cannot be read', 'NODE_WITHOUT_PROVIDER_ID', { ...ONE_GHOST, nodes: [node('node-a', 'i-0a'), node('node-b', '')] }],
    ['a node names nothing', 'NODE_WITHOUT_PROVIDER_ID', { ...ONE_GHOST, nodes: [node('node-a', 'i-0a'), { metadata: { name: 'node-b' }, spec: { providerID: '' } }] }],
    ['they were taken six minutes apart', 'SNAPSHOT_SKEW', { ...ONE_GHOST, nodes_observed_at: at(-0.1) }],
    ['one was taken in an hour', 'OBSERVED_IN_FUTURE', { ...ONE_GHOST, instances_observed_at: at(1), nodes_observed_at: at(1) }],
    ['they are two hours old', 'STATE_TOO_OLD', { ...ONE_GHOST, instances_observed_at: at(-2), nodes_observed_at: at(-2) }],
  ])('give no answer when %s', (_, code, state) => {
    const { decision, remember } = look({ state });
    expect([decision.verdict, decision.held[0]?.code, remember]).toEqual(['hold', code, []]);
  });

  it('may be compared, but not counted, when nobody says of when they are', () => {
    const untimed = { ...ONE_GHOST, instances_observed_at: null, nodes_observed_at: null };
    const looks = rounds({ state: untimed }, { state: untimed, hours: 48 });
    expect(looks[1]?.decision).toMatchObject({ estimated_savings: 0, missing: ['current_state.instances_observed_at', 'current_state.nodes_observed_at'] });
  });

  it('may not be counted when nobody says of when one of them is: it may be of last week', () => {
    const untimed = { ...ONE_GHOST, nodes_observed_at: null };
    const looks = rounds({ state: untimed }, { state: untimed, hours: 48 });
    expect(looks[1]?.decision).toMatchObject({ estimated_savings: 0, missing: ['current_state.nodes_observed_at'] });
  });

  it('are compared with what runs no machine of EC2 among the nodes', () => {
    const nodes = [node('node-a', 'i-0a'), ...['aws:///us-east-1a/0f1-2b/fargate-ip-10-0-0-1.ec2.internal', 'eks-hybrid:///eu/prod/mi-0c'].map((providerID) => ({ metadata: { name: providerID.slice(0, 3) }, spec: { providerID } }))];
    expect(actions(look({ state: { ...ONE_GHOST, nodes } }))).toEqual([['tag_instance', 'i-0b']]);
  });

  it('say that the clusters of others are missing when they were not sent', () => {
    const { decision } = look({ state: { ...ONE_GHOST, clusters: null } });
    expect(decision.missing).toEqual(['current_state.clusters']);
  });

  it('name the field of a request that cannot be read', () => {
    expect(look({ state: ONE_GHOST, requirements: { grace_hours: 'long' } }).decision.held).toMatchObject([{ target: { kind: 'Request', name: 'requirements.grace_hours' }, code: 'BAD_FIELD' }]);
    expect(look({ state: ONE_GHOST, constraints: { ignore_tags: { a: 1 } } }).decision.held).toMatchObject([{ target: { name: 'constraints.ignore_tags.a' } }]);
  });
});

describe('the disks of a stopped machine', () => {
  const stopped = { State: { Name: 'stopped' }, BlockDeviceMappings: [{ Ebs: { VolumeId: 'vol-0a' } }] };

  it('are priced when they were sent', () => {
    const state = { ...ONE_GHOST, instances: [instance('i-0a'), instance('i-0b', stopped)], volumes: [{ VolumeId: 'vol-0a', VolumeType: 'gp3', Size: 100, Iops: 3_000, Throughput: 125 }] };
    expect(look({ state }).decision.held).toMatchObject([{ code: 'STOPPED', details: { storage_monthly_cost: 8, volume_ids: ['vol-0a'] } }]);
  });

  it('are not guessed when they were not', () => {
    const state = { ...ONE_GHOST, instances: [instance('i-0a'), instance('i-0b', stopped)] };
    expect(look({ state }).decision.held).toMatchObject([{ code: 'STOPPED', details: { storage_monthly_cost: null } }]);
  });
});
