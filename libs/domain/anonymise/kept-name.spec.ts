import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptIndustry } from './kept-industry';
import { keptLabel, keptName, knownWords } from './kept-name';
import { isMachineType } from './machine-type';
import { PEOPLE } from './people.fixture';
import { makeVocabulary } from './vocabulary';

const vocabulary = makeVocabulary();

describe('the words that a name may be made of', () => {
  it('are nobody\'s name, but for two that no cloud account can do without', () => {
    expect(PEOPLE.filter((name) => vocabulary.has(name))).toEqual([]);
    // An environment, and what a disk does.
    expect(['dev', 'read'].every((word) => vocabulary.has(word))).toBe(true);
  });

  it.each([
    'ebs_volume', 'ec2_instance', 'elastic_ip', 'rds_instance', 'nat_gateway', 's3_bucket', 'managed_disk', 'public_ip', 'virtual_machine', 'persistent_disk', 'cloud_sql_instance',
    'aurora_cluster', 'gke_cluster', 'load_balancer', 'mailbox', 'license', 'sharepoint_site', 'lambda_function', 'dynamodb_table', 'fsx_file_system', 'redshift_cluster',
    'idle_volume', 'stopped_instance', 'unassociated_ip', 'idle_database', 'no_traffic', 'no_connections', 'idle_30_days', 'low_cpu_utilization', 'unattached', 'never_used', 'nonprod_24h',
  ])('let %s through as it is', (name) => {
    expect(keptLabel(name, vocabulary, 50)).toBe(name);
  });

  it.each([
    'CPUUtilization', 'VolumeReadOps', 'VolumeWriteOps', 'NetworkIn', 'DatabaseConnections', 'HTTPCode_ELB_5XX_Count', 'RequestCount', 'Percentage CPU', 'cpu_utilization', 'BytesOutToDestination',
    'compute.googleapis.com/instance/cpu/utilization', 'FreeStorageSpace', 'VolumeQueueLength', 'IPv4Count', 'CurrConnections', 'ActiveConnectionCount', 'memory_p95',
  ])('let the metric %s through', (name) => {
    expect(keptName(name, vocabulary, 100)).toBe(name);
  });

  it('are compared in one spelling', () => {
    expect(['EBS Volume', 'ebs-volume', 'EbsVolume', 'ebs.volume'].map((name) => keptLabel(name, vocabulary, 50))).toEqual(new Array(4).fill('ebs_volume'));
    expect(keptLabel('Microsoft.Compute/virtualMachines', vocabulary, 50)).toBe('microsoft_compute_virtual_machines');
  });

  it.each([
    'i-0abc123def4567890', 'volume of miriam', 'idle_volume_miriam.oberhauser', 'arn:aws:ec2:us-east-1:123456789012:volume', 'ebs_volume_123456789012', '10.0.0.1', 'backup 030 123 456',
    'ebs__volume', '_ebs', 'ebs volume\n', 'ebs\tvolume', '', 'web-01-02', 'GlobalPayments.com', 'app.data-platform.com/prod', 'volume 4915', 'Frontend@Prod', '😀', 'a b', 'x'.repeat(101), new Array(9).fill('volume').join('_'),
  ])('keep %j out', (name) => {
    expect(knownWords(name, vocabulary)).toBeNull();
  });

  it('are more when the operator says so, which lets no identifier through', () => {
    const more = makeVocabulary(['warpcore', 'acme_widget 4915112345678']);
    expect(keptLabel('warpcore_cluster', more, 50)).toBe('warpcore_cluster');
    expect(keptLabel('acme widget', more, 50)).toBe('acme_widget');
    expect([keptLabel('acme', more, 50), keptLabel('4915112345678', more, 50)]).toEqual([null, null]);
  });

  it('are all that is ever kept, whatever stands between them', () => {
    const word = fc.oneof(fc.constantFrom(...vocabulary), fc.constantFrom(...PEOPLE), fc.stringMatching(/^[a-zA-Z0-9]{1,12}$/), fc.nat(9_999).map(String));
    const name = fc.tuple(word, fc.array(fc.tuple(fc.constantFrom('_', '-', '.', '/', ':', ' ', '', '__', '@', '+'), word), { maxLength: 5 })).map(([first, rest]) => first + rest.map(([between, next]) => between + next).join(''));
    fc.assert(
      fc.property(name, (text) => {
        const words = knownWords(text, vocabulary);
        if (words === null) return;
        const numbers = words.filter((known) => !vocabulary.has(known));
        expect(numbers.length <= 1 && numbers.every((number) => /^\d{1,3}[dhmwy]?$/.test(number))).toBe(true);
        expect(words.join('').replaceAll('_', '')).toBe(text.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('sizes that clouds sell', () => {
  it.each([
    'm5.large', 't3.micro', 'c7gn.16xlarge', 'db.t3.medium', 'cache.r7g.12xlarge', 'r5.metal', 'm7i-flex.large', 'm5.large.search', 'Standard_D2s_v3', 'Standard_E4-2ds_v5', 'Standard_NC24ads_A100_v4',
    'P1v2', 'GP_Gen5_2', 'e2-medium', 'n1-standard-4', 'c3-highcpu-8', 'e2-custom-4-8192', 'db-f1-micro', 'db-n1-standard-2', 'db-custom-2-7680', '8.0.35', '15.4', 'python3.12', 'nodejs18.x',
  ])('are known by their form: %s', (size) => {
    expect(isMachineType(size)).toBe(true);
  });

  it.each(['miriam5.large', 'web01.example.com', '10.0.0.1', 'db-miriam', 'm5.oberhauser', 'Standard_Miriam_v3', '123456789012', '2026.11.22', 'e2-miriam', 'arn:aws', '12.05.1980'])('are not: %s', (text) => {
    expect(isMachineType(text)).toBe(false);
  });
});

describe('an industry', () => {
  it('is kept when it is one', () => {
    expect(['Financial Services', 'E-Commerce', 'Food & Beverage', 'Oberhauser GmbH', '', null].map(keptIndustry)).toEqual(['financial_services', 'other', 'food_and_beverage', 'other', null, null]);
  });
});
