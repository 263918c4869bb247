import { describe, expect, it } from 'vitest';
import type { Decided } from '@ml/engine-kernel/engine';
import { day, look, MARKET, marked, ownSnapshot, volume, type Json, type Look } from './volume.fixture';

const codes = ({ decision }: Decided) => decision.held.map(({ code }) => code);
const actions = ({ decision }: Decided) => decision.recommendations.map(({ action }) => action);
const of = (one: Json, more: Json = {}): Json => ({ volumes: [one], ...more });

describe('the ladder of a volume that nothing is attached to', () => {
  it('begins with a mark, which saves nothing but says what could be saved', () => {
    const decided = look({ state: of(volume()) });
    expect(decided.decision).toMatchObject({
      verdict: 'act',
      estimated_savings: 0,
      recommendations: [
        { action: 'tag_volume', details: { stage: 'tag', size_gb: 100, unattached_days: 10, monthly_cost: 8, snapshot_monthly_cost: 5, potential_monthly_savings: 3 } },
      ],
      execution_plan: [{ action: 'create_tags', rollback: 'delete_tags', details: { tag: 'cloudoptim:volume-cleanup', value: day(0) } }],
    });
  });

  it('goes on with a snapshot, made with the mark of the ladder', () => {
    const { decision } = look({ state: of(marked(day(-1))) });
    expect(decision.execution_plan).toMatchObject([{ action: 'create_snapshot', rollback: 'delete_snapshot', details: { tags: { tag: 'cloudoptim:volume-cleanup' } } }]);
  });

  it('waits thirty days after the mark', () => {
    expect(codes(look({ state: of(marked(day(-29)), { snapshots: [ownSnapshot()] }) }))).toEqual(['WAITING']);
  });

  it('ends with the deletion, less what the snapshot goes on costing', () => {
    const { decision } = look({ state: of(marked(day(-30)), { snapshots: [ownSnapshot()] }) });
    expect(decision).toMatchObject({
      estimated_savings: 3,
      estimated_annual_savings: 36,
      recommendations: [{ action: 'delete_volume', estimated_monthly_savings: 3 }],
      execution_plan: [
        { action: 'create_tags', reversible: true },
        { action: 'delete_volume', requires_approval: true, reversible: false, depends_on: [1], details: { restore: { action: 'create_volume', snapshot_id: 'snap-0a' } } },
      ],
      preconditions: [{ code: 'VOLUME_STILL_AVAILABLE' }],
    });
  });

  it('counts of the snapshot what the API says it stores', () => {
    const { decision } = look({ state: of(marked(day(-30)), { snapshots: [ownSnapshot({ FullSnapshotSizeInBytes: 20 * 1024 ** 3 })] }) });
    expect(decision.estimated_savings).toBe(7);
  });

  it('is left again when the volume is attached', () => {
    const attached = marked(day(-30), { State: 'in-use', Attachments: [{ InstanceId: 'i-0a', State: 'attached' }] });
    const { decision } = look({ state: of(attached, { snapshots: [ownSnapshot()] }) });
    expect([decision.recommendations.map(({ action }) => action), decision.execution_plan.map(({ action }) => action)]).toEqual([['untag_volume'], ['delete_tags']]);
  });

  it.each(['yes', '1', '2020', 'May 3', day(40)])('counts from memory when the mark says %s, which is no day in the past', (value) => {
    const first = look({ state: of(marked(value)) });
    const undated = of(marked(value), { snapshots: [ownSnapshot({ StartTime: day(1) })] });
    const later = look({ state: undated, days: 29, memory: first.remember });
    const last = look({ state: undated, days: 30, memory: later.remember });
    expect([actions(first), codes(later), actions(last)]).toEqual([['create_snapshot'], ['WAITING'], ['delete_volume']]);
  });

  it('needs a snapshot that is whole, and does not take a second one meanwhile', () => {
    expect(codes(look({ state: of(marked(day(-40)), { snapshots: [ownSnapshot({ State: 'pending' })] }) }))).toEqual(['SNAPSHOT_PENDING']);
    expect(actions(look({ state: of(marked(day(-40)), { snapshots: [ownSnapshot({ State: 'error' })] }) }))).toEqual(['create_snapshot']);
  });

  it('takes a snapshot anew when the one it has is older than the mark: it is of a climb before this one', () => {
    expect(actions(look({ state: of(marked(day(-40)), { snapshots: [ownSnapshot({ StartTime: day(-41) })] }) }))).toEqual(['create_snapshot']);
    expect(actions(look({ state: of(marked(day(-40)), { snapshots: [ownSnapshot({ StartTime: undefined })] }) }))).toEqual(['create_snapshot']);
  });

  it('begins anew when the volume was attached after it was marked', () => {
    const usedSince = (days: number) => of(marked(day(-40), { DetachTime: day(days) }), { snapshots: [ownSnapshot({ StartTime: day(-39) })] });
    expect(actions(look({ state: usedSince(-8) }))).toEqual(['create_snapshot']);
    const again = of(marked(day(-40), { DetachTime: day(-8) }), { snapshots: [ownSnapshot({ StartTime: day(-7) })] });
    expect([codes(look({ state: again })), codes(look({ state: again, days: 21 })), actions(look({ state: again, days: 22 }))]).toEqual([['WAITING'], ['WAITING'], ['delete_volume']]);
  });

  it('begins anew after it was seen attached, though nobody says when it was detached', () => {
    const more = { snapshots: [ownSnapshot({ StartTime: day(-39) })] };
    const used = look({ state: of(marked(day(-40), { State: 'in-use', DetachTime: undefined }), more) });
    const left = look({ state: of(marked(day(-40), { DetachTime: undefined }), more), days: 1, memory: used.remember });
    expect([actions(used), codes(left)]).toEqual([['untag_volume'], ['RECENTLY_DETACHED']]);
    const week = look({ state: of(marked(day(-40), { DetachTime: undefined }), more), days: 8, memory: [...used.remember, ...left.remember] });
    expect(actions(week)).toEqual(['create_snapshot']);
  });

  it('does not climb while snapshots were not sent: it would take one after the other', () => {
    expect(codes(look({ state: of(marked(day(-1)), { snapshots: null }) }))).toEqual(['SNAPSHOTS_NOT_SENT']);
  });

  it('waits longer when the request wants, never shorter', () => {
    const old = of(marked(day(-40)), { snapshots: [ownSnapshot()] });
    expect(codes(look({ state: old, requirements: { delete_after_days: 60 } }))).toEqual(['WAITING']);
    expect(codes(look({ state: of(marked(day(-20)), { snapshots: [ownSnapshot()] }), requirements: { delete_after_days: 1 } }))).toEqual(['WAITING']);
    expect(codes(look({ state: of(volume()), requirements: { min_unattached_days: 30 } }))).toEqual(['RECENTLY_DETACHED']);
  });

  it('is less sure where nobody says when the volume was detached', () => {
    const undated = look({ state: of(volume({ DetachTime: undefined })) }).decision;
    expect(undated.recommendations[0]?.reasons.map(({ code }) => code)).toEqual(['UNATTACHED', 'DETACHED_AT_UNKNOWN']);
    expect([undated.confidence_score, look({ state: of(volume()) }).decision.confidence_score]).toEqual([0.76, 0.95]);
  });
});

describe('a volume is kept', () => {
  const persistent = (more: Json): Json => ({ metadata: { name: 'pv-a' }, spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0a' }, persistentVolumeReclaimPolicy: 'Retain', ...more }, status: { phase: 'Released' } });
  const made = { Tags: [{ Key: 'kubernetes.io/created-for/pvc/name', Value: 'data-db-0' }, { Key: 'kubernetes.io/created-for/pvc/namespace', Value: 'shop' }] };
  const set = { metadata: { namespace: 'shop', name: 'db' }, spec: { replicas: 0, volumeClaimTemplates: [{ metadata: { name: 'data' } }] } };

  it.each<readonly [string, string, Omit<Look, 'state'> & { readonly state: Json }]>([
    ['its tag says so', 'OPTED_OUT', { state: of(volume({ Tags: [{ Key: 'cloudoptim:ignore', Value: 'true' }] })) }],
    ['the request says so', 'EXCLUDED', { state: of(volume()), constraints: { excluded: ['vol-0a'] } }],
    ['the request ignores its tag', 'IGNORED_BY_TAG', { state: of(volume({ Tags: [{ Key: 'team', Value: 'dba' }] })), constraints: { ignore_tags: { team: 'dba' } } }],
    ['it is a backup', 'BACKUP', { state: of(volume({ Tags: [{ Key: 'Backup', Value: 'true' }] })) }],
    ['a persistent volume of the cluster is released but retained', 'PERSISTENT_VOLUME', { state: of(volume(), { persistent_volumes: [persistent({})] }) }],
    ['another cluster refers to it', 'IN_OTHER_CLUSTER', { state: of(volume(), { clusters: [{ cluster_id: 'c-2', volume_ids: ['vol-0a'] }] }) }],
    ['the claim it was made for is there', 'CLAIM_EXISTS', { state: of(volume(made), { persistent_volume_claims: [{ metadata: { namespace: 'shop', name: 'data-db-0' } }] }) }],
    ['a StatefulSet that was scaled to zero will ask for it', 'CLAIM_EXISTS', { state: of(volume(made), { stateful_sets: [set] }) }],
    ['it belongs to a cluster that was not sent', 'OWNED_BY_OTHER_CLUSTER', { state: of(volume({ Tags: [{ Key: 'kubernetes.io/cluster/staging', Value: 'owned' }] })) }],
    ['an image is made of it', 'IN_IMAGE', { state: of(volume(), { snapshots: [ownSnapshot({ Tags: [] })], amis: [{ ImageId: 'ami-0a', BlockDeviceMappings: [{ Ebs: { SnapshotId: 'snap-0a' } }] }] }) }],
    ['somebody else took a snapshot of it', 'HAS_SNAPSHOTS', { state: of(volume(), { snapshots: [ownSnapshot({ Tags: [] })] }) }],
    ['nobody knows its age', 'AGE_UNKNOWN', { state: of(volume({ CreateTime: undefined, DetachTime: undefined })) }],
    ['it was detached six days ago', 'RECENTLY_DETACHED', { state: of(volume({ DetachTime: day(-6.5) })) }],
    ['it was detached tomorrow, since clocks differ', 'RECENTLY_DETACHED', { state: of(volume({ DetachTime: day(1) })) }],
    ['nobody knows its price', 'PRICE_UNKNOWN', { state: of(volume({ VolumeType: 'io9' })) }],
    ['it stands in another region than the prices', 'PRICE_UNKNOWN', { state: of(volume({ AvailabilityZone: 'eu-west-1a' })), requirements: { region: 'us-east-1' } }],
    ['its snapshot would cost as much', 'SNAPSHOT_COSTS_AS_MUCH', { state: of(volume({ VolumeType: 'sc1' })) }],
    ['a service took the snapshot and copied the mark', 'HAS_SNAPSHOTS', { state: of(marked(day(-40)), { snapshots: [ownSnapshot({ Tags: [{ Key: 'cloudoptim:volume-cleanup', Value: 'x' }, { Key: 'aws:backup:source-resource', Value: 'arn' }] })] }) }],
    ['it stands in a local zone, which has prices of its own', 'PRICE_UNKNOWN', { state: of(volume({ AvailabilityZone: 'us-east-1-bos-1a' })) }],
    ['it is attached, whatever its state says', 'NO_LEFTOVER', { state: of(volume({ Attachments: [{ InstanceId: 'i-0a', State: 'attached' }] })) }],
    ['it is attached again and opts out of losing its mark', 'OPTED_OUT', { state: of(volume({ State: 'in-use', Tags: [{ Key: 'cloudoptim:volume-cleanup', Value: day(-1) }, { Key: 'cloudoptim:ignore', Value: 'true' }] })) }],
    ['it is attached again and the request says so', 'EXCLUDED', { state: of(marked(day(-1), { State: 'in-use' })), constraints: { excluded: ['vol-0a'] } }],
    ['persistent volumes were not sent when it would be deleted', 'PERSISTENT_VOLUMES_NOT_SENT', { state: of(marked(day(-40)), { snapshots: [ownSnapshot()], persistent_volumes: null }) }],
    ['every volume is attached', 'NO_LEFTOVER', { state: of(volume({ State: 'in-use' })) }],
    ['volumes were not sent', 'MISSING_FIELD', { state: {} }],
    ['the request cannot be read', 'BAD_FIELD', { state: of(volume()), requirements: { delete_after_days: 'soon' } }],
  ])('when %s', (_, code, asked) => {
    const decided = look(asked);
    expect([decided.decision.verdict, codes(decided), decided.decision.estimated_savings]).toEqual(['hold', [code], 0]);
  });

  it('by the name its cluster goes by in tags, which another of its volumes tells', () => {
    const tags = [{ Key: 'kubernetes.io/cluster/prod', Value: 'owned' }];
    const inUse = volume({ VolumeId: 'vol-0b', State: 'in-use', Tags: tags });
    const state = { volumes: [volume({ Tags: tags }), inUse], persistent_volumes: [{ metadata: { name: 'pv-b' }, spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0b' } } }] };
    expect(actions(look({ state }))).toEqual(['tag_volume']);
  });

  it('where no prices are known at all', () => {
    expect(codes(look({ state: of(volume()), prices: { ...MARKET, region: 'eu-west-1' } }))).toEqual(['PRICE_UNKNOWN']);
  });
});
