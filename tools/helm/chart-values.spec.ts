import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ENGINES } from '@ml/contracts/engines';
import { OWNERS } from '../nats/permissions';

const CHART = 'helm/ml-server';

interface Values {
  readonly services: Readonly<Record<string, unknown>>;
  readonly engines: Readonly<Record<string, unknown>>;
}

describe("the chart's values", () => {
  const values = parse(readFileSync(`${CHART}/values.yaml`, 'utf8')) as Values;

  it('name every service that is no engine, and no development tool', () => {
    const engines = new Set(Object.values(ENGINES).map((engine) => engine.owner));
    expect(Object.keys(values.services).sort()).toEqual(OWNERS.filter((owner) => !engines.has(owner)).sort());
  });

  it('name every engine of the contracts', () => {
    expect(Object.keys(values.engines).sort()).toEqual(Object.values(ENGINES).map((engine) => engine.owner).sort());
  });

  it.each(['permissions.conf', 'rules.yaml'])('carry %s of the deploy folder', (file) => {
    expect(existsSync(`${CHART}/files/${file}`)).toBe(true);
  });
});
