import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const DECLARED = /'(ml_[a-z0-9_]+)'/g;
/** As PromQL names them: a histogram has three series. */
const USED = /\bml_[a-z0-9_]+/g;
const SERIES = /_(bucket|sum|count)$/;

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));

const declared = new Set(['apps', 'libs'].flatMap(sources).flatMap((source) => [...source.matchAll(DECLARED)].map((match) => match[1])));

const unknownIn = (queries: readonly string[]): readonly string[] =>
  queries.flatMap((query) => query.match(USED) ?? []).filter((name) => !declared.has(name) && !declared.has(name.replace(SERIES, '')));

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert?: string; readonly expr: string; readonly labels?: { readonly severity?: string } }[] }[];
}

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
}

describe('what is watched', () => {
  const rules = (parse(readFileSync('deploy/prometheus/rules.yaml', 'utf8')) as Rules).groups.flatMap((group) => group.rules);
  const dashboard = JSON.parse(readFileSync('deploy/grafana/ml-server.json', 'utf8')) as Dashboard;

  it('alerts only on metrics that some service has', () => {
    expect(unknownIn(rules.map((rule) => rule.expr))).toEqual([]);
  });

  it('shows only metrics that some service has', () => {
    expect(unknownIn(dashboard.panels.flatMap((panel) => (panel.targets ?? []).map((target) => target.expr)))).toEqual([]);
  });

  it('calls no two alerts alike', () => {
    const names = rules.flatMap(({ alert }) => alert ?? []);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('says of every alert in docs/operations.md what to do at night', () => {
    const runbook = readFileSync('docs/operations.md', 'utf8');
    expect(rules.flatMap(({ alert }) => alert ?? []).filter((alert) => !runbook.includes(`\`${alert}\``))).toEqual([]);
  });

  it('says of every alert how bad it is', () => {
    expect(rules.filter((rule) => rule.alert !== undefined && rule.labels?.severity === undefined)).toEqual([]);
  });
});
