import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { UploadEngine } from '@ml/contracts/custom-engines';
import type { Memory } from '@ml/contracts/decision';
import type { EngineType } from '@ml/contracts/engine-types';
import { defaultsOf, type ConfigOf, type Settings } from '@ml/engine-kernel/settings';
import { ENGINE_CATALOGUE } from '@ml/testing/engine-catalogue';
import { WORLD_MARKET } from '@ml/testing/worlds/run-engine';
import { checkEngine } from './check-engine';
import { readAnswer, type CustomAnswer } from './read-answer';
import { runInSandbox } from './run-in-sandbox';
import { contractOf, samplesOf, type Sample } from './samples';

const FOLDER = 'docs/examples/engines';
const EXAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'));
const NOW = Date.parse('2026-11-21T10:00:00Z');
const HOUR_MS = 3_600_000;
const EVIDENCE = { prices_as_of: null, advisor_as_of: null, on_demand_as_of: null, catalogue_as_of: null, source: null, model: null, model_fallback: null, feedback_weight: 0 };
const decoder = new TextDecoder();

interface Example {
  readonly source: string;
  readonly type: EngineType;
  readonly config: ConfigOf<Settings>;
}

const textOf = (source: string, name: string): string => new RegExp(`export const ${name} = '([^']+)'`).exec(source)?.[1] ?? '';
const example = (file: string): Example & ReturnType<typeof checkEngine> => {
  const bytes = readFileSync(path.join(FOLDER, file));
  const [engine_name, engine_version, engine_type] = ['name', 'version', 'type'].map((name) => textOf(String(bytes), name));
  const checked = checkEngine(bytes, { engine_name, engine_version, engine_type, config: null } as UploadEngine);
  return { ...checked, type: engine_type as EngineType, config: defaultsOf(checked.schema) };
};

const decideOn = async ({ source, type, config }: Example, { envelope, state }: Sample, { memory, now }: { readonly memory: readonly Memory[]; readonly now: number }): Promise<CustomAnswer> => {
  const projected = ENGINE_CATALOGUE[contractOf(type).decisionType].project(JSON.parse(decoder.decode(state)));
  const texts = { request: JSON.stringify(envelope), state: JSON.stringify(projected), prices: JSON.stringify(WORLD_MARKET), pools: 'null', memory: JSON.stringify(memory), config: JSON.stringify(config) };
  return readAnswer(await runInSandbox(source, { ...texts, now }, { seconds: 10, memoryMb: 64 }), { type, now, evidence: EVIDENCE });
};

describe.each(EXAMPLES)('the example engine %s', (file) => {
  it('passes every check, and is in the guide', () => {
    expect(example(file)).toMatchObject({ findings: [], warnings: [] });
    expect(readFileSync('docs/custom-engines.md', 'utf8')).toContain(`examples/engines/${file}`);
  });

  it('answers every sample of its type, the same twice, and acts on what it remembers', async () => {
    const engine = example(file);
    const verdicts: string[] = [];
    for (const sample of samplesOf(engine.type, NOW)) {
      const first = await decideOn(engine, sample, { memory: [], now: NOW });
      expect(await decideOn(engine, sample, { memory: [], now: NOW })).toEqual(first);
      verdicts.push((await decideOn(engine, sample, { memory: first.remember, now: NOW + HOUR_MS })).decision.verdict);
    }
    expect(verdicts).toContain('hold');
    if (file === 'snapshot-first.mjs') expect(verdicts).toContain('act');
  });
});

describe('the example engine that removes empty nodes', () => {
  const node = (name: string): object => ({ metadata: { name, labels: { 'node.kubernetes.io/instance-type': WORLD_MARKET.types[0]?.instance_type, 'topology.kubernetes.io/zone': 'us-east-1a' } }, status: { allocatable: { cpu: '4', memory: '16Gi', pods: '58' } } });
  const sample = (names: readonly string[]): Sample => ({ ...samplesOf('bin_packing', NOW)[0], state: new TextEncoder().encode(JSON.stringify({ nodes: names.map(node), pods: [] })) });

  it('keeps one, and lets the others go when they have been empty long enough', async () => {
    const engine = example('empty-nodes.mjs');
    const { decision: early, remember } = await decideOn(engine, sample(['a', 'b', 'c']), { memory: [], now: NOW });
    expect(early).toMatchObject({ verdict: 'hold', held: [{ code: 'EMPTY_TOO_SHORT' }, { code: 'EMPTY_TOO_SHORT' }, { code: 'EMPTY_TOO_SHORT' }] });
    const { decision } = await decideOn(engine, sample(['a', 'b', 'c']), { memory: remember, now: NOW + HOUR_MS });
    expect(decision).toMatchObject({ verdict: 'act', held: [{ code: 'KEPT_SPARE', target: { name: 'a' } }], recommendations: [{ target: { name: 'b' } }, { target: { name: 'c' } }] });
    expect(decision.execution_plan.map(({ action, depends_on: after }) => `${action} ${after.join()}`)).toEqual(['cordon_node ', 'cordon_node ', 'drain_node 1', 'drain_node 2', 'terminate_instances 3', 'terminate_instances 4']);
    expect(decision.estimated_savings).toBeGreaterThan(0);
  });
});
