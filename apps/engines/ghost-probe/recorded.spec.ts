import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { look, node } from './ghost.fixture';

const RECORDED = path.resolve('../shared/data/aws_api/recorded');
const files = existsSync(RECORDED) ? (readdirSync(RECORDED, { recursive: true }) as string[]).filter((file) => file.includes('DescribeInstances')) : [];

const answerIn = (file: string): Readonly<Record<string, unknown>> => {
  const text = JSON.parse(readFileSync(path.join(RECORDED, file), 'utf8')) as { readonly data?: Readonly<Record<string, unknown>> };
  return text.data ?? (text as Readonly<Record<string, unknown>>);
};

describe.skipIf(files.length === 0)('real answers of DescribeInstances (only where ../shared/data is)', () => {
  it.each(files)('%s goes through without an error, and nothing in it is terminated at first sight', (file) => {
    const { decision } = look({ state: { instances: answerIn(file), nodes: [node('node-a', 'i-0a')] } });
    expect(['act', 'hold']).toContain(decision.verdict);
    expect(decision.recommendations.every(({ action }) => action === 'tag_instance')).toBe(true);
  });
});
