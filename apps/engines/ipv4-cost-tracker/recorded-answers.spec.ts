import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decisionFor } from './ipv4-input.fixture';

const RECORDED = '../shared/data/aws_api/recorded';

interface Recorded {
  readonly status_code: number;
  readonly data: unknown;
}

const CALLS = [
  ['DescribeAddresses', 'addresses'],
  ['DescribeNetworkInterfaces', 'network_interfaces'],
  ['DescribeInstances', 'instances'],
  ['DescribeLoadBalancers', 'load_balancers'],
  ['DescribeNatGateways', 'nat_gateways'],
] as const;

const answers = (): readonly (readonly [string, string, unknown])[] =>
  CALLS.flatMap(([call, kind]) =>
    globSync(`${RECORDED}/*/*.${call}_*.json`)
      .sort()
      .map((file) => [file, kind, JSON.parse(readFileSync(file, 'utf8')) as Recorded] as const)
      .filter(([, , recorded]) => recorded.status_code === 200)
      .map(([file, , recorded]) => [file.slice(RECORDED.length + 1), kind, recorded.data] as const),
  );

describe.skipIf(!existsSync(RECORDED))('real answers of the AWS API (only where ../shared/data is)', () => {
  it('all lead to a decision whose parts add up', () => {
    expect(answers().length).toBeGreaterThan(80);
    for (const [file, kind, answer] of answers()) {
      const { extra, verdict, held, recommendations } = decisionFor({ [kind]: answer });
      const kinds = Object.values(extra['by_kind'] as Readonly<Record<string, { readonly addresses: number }>>);
      expect(
        kinds.reduce((sum, { addresses }) => sum + addresses, 0),
        file,
      ).toBe(extra['total_addresses']);
      if (verdict === 'act') expect(recommendations.length, file).toBeGreaterThan(0);
      else expect(held.length, file).toBeGreaterThan(0);
    }
  });

  it('show idle and used Elastic IP addresses', () => {
    const codes = answers()
      .filter(([, kind]) => kind === 'addresses')
      .map(([, , answer]) => Object.keys(decisionFor({ addresses: answer }).extra['by_kind'] as object));
    expect([...new Set(codes.flat())].sort()).toEqual(['idle', 'instance', 'network_interface']);
  });
});
