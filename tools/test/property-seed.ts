import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    propertySeed: string;
  }
}

const contentOfCommit = (): string => {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD^{tree}'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return String(Date.now());
  }
};

/**
 * What all properties draw from: `PROPERTY_SEED`, else the content of the commit under test, so that a commit is judged the same wherever it is tested and the next one draws anew.
 * Without a repository it is the time.
 */
export function setup(project: TestProject): void {
  const { PROPERTY_SEED: asked } = process.env;
  project.provide('propertySeed', asked ?? contentOfCommit());
}
