import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keptAnnotations } from './kept-annotations';

const FOLDER = 'libs/state/kubernetes';
const KEY = /'([a-z0-9.-]+\.[a-z]+\/[a-zA-Z0-9._-]+)'/g;

/** Readers of nodes know labels by such names, and of annotations only the common opt-outs. */
const readers = readdirSync(FOLDER).filter((file) => !/\.(spec|fixture)\.ts$/.test(file) && !/^(node|capacity-type)/.test(file));
const named = readers.flatMap((file) => {
  const source = readFileSync(`${FOLDER}/${file}`, 'utf8');
  return source.includes('annotations[') || source.includes('annotationKeys') ? [...source.matchAll(KEY)].map(([, key]) => key ?? '') : [];
});

describe('the annotations that are kept', () => {
  it('are all that readers name', () => {
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((key) => keptAnnotations({ [key]: 'x' })[key] === undefined), 'name them in kept-annotations.ts').toEqual([]);
  });

  it('are not those that hold documents', () => {
    expect(keptAnnotations({ 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'karpenter.sh/nodepool-hash': 'x'.repeat(513), 'karpenter.sh/do-not-disrupt': 7 })).toEqual({});
  });
});
