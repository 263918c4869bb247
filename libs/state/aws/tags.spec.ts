import { describe, expect, it } from 'vitest';
import { hasTag, readTags, tagValue, UNTAGGED } from './tags';

describe('tags', () => {
  it('are the same as a list and as a map', () => {
    expect(readTags([{ Key: 'team', Value: 'a' }, { key: 'Owner', value: 'b' }])).toEqual(readTags({ team: 'a', Owner: 'b' }));
    expect(readTags([])).toEqual(UNTAGGED);
  });

  it.each([
    ...['kubernetes.io/cluster/shop', 'KubernetesCluster', 'eks:cluster-name', 'aws:eks:cluster-name', 'karpenter.sh/nodepool', 'karpenter.k8s.aws/ec2nodeclass', 'alpha.eksctl.io/cluster-name'],
    ...['k8s.io/role/control-plane', 'elbv2.k8s.aws/cluster', 'ebs.csi.aws.com/cluster', 'CSIVolumeName', 'kubernetes.io/created-for/pvc/name', 'node.k8s.amazonaws.com/instance_id'],
    ...['aws:cloudformation:stack-name', 'terraform', 'Terraform', 'managed-by', 'ManagedBy', 'managed_by', 'pulumi:project', 'aws-cdk:auto-delete', 'cloudoptim:note'],
    ...['backup', 'Backup', 'aws:autoscaling:groupName', 'aws:ec2launchtemplate:id', 'CreatedBy', 'created-by', 'Creator', 'aws:createdBy', 'Owner', 'environment', 'Env'],
  ])('named %s are kept with their value', (key) => {
    expect(readTags({ [key]: 'v' })).toMatchObject({ tags: { [key]: 'v' }, otherTags: [] });
  });

  it.each(['Name', 'aws:cloudformation:stack-id'])('named %s are kept by their presence', (key) => {
    const read = readTags({ [key]: 'jane.doe' });
    expect(read.tags).toEqual({ [key]: '' });
    expect(JSON.stringify(read)).not.toContain('jane');
  });

  it.each(['team', 'cost-center', 'email', 'x.kubernetes.io.example/y', '__proto__', 'nameserver'])('named %s are not kept, but can be asked for', (key) => {
    const read = readTags([{ Key: key, Value: 'secret' }]);
    expect(read.tags).toEqual({});
    expect(JSON.stringify(read)).not.toContain('secret');
    expect(hasTag(read, key, 'secret')).toBe(true);
    expect(hasTag(read, key, null)).toBe(true);
    expect(hasTag(read, key, 'other')).toBe(false);
    expect(hasTag(read, `${key}s`, null)).toBe(false);
  });

  it('that are kept can be asked for too, and so can the name', () => {
    const read = readTags({ Owner: 'jane', Name: 'bastion' });
    expect([hasTag(read, 'Owner', 'jane'), hasTag(read, 'Owner', 'joe'), hasTag(read, 'Owner', null), hasTag(read, 'Name', 'bastion'), hasTag(read, 'Name', 'web')]).toEqual([true, false, true, true, false]);
  });

  it('written by hand are found in every spelling', () => {
    expect(tagValue(readTags({ 'Managed-By': 'terraform' }).tags, 'managedby')).toBe('terraform');
    expect(tagValue({}, 'managedby')).toBeNull();
  });

  it('say "hands off"', () => {
    expect(readTags([{ Key: 'cloudoptim:ignore', Value: '' }]).optOut).toBe('cloudoptim:ignore');
    expect(readTags([{ Key: 'cloudoptim:ignore', Value: 'false' }]).optOut).toBeNull();
  });
});
