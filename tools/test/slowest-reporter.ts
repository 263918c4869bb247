import type { Reporter, TestModule } from 'vitest/node';

const SHOWN = 10;

/** Prints the ten slowest specs and the closing counts on one plain line. */
export default class SlowestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const took = (test: (typeof tests)[number]) => test.diagnostic()?.duration ?? 0;
    const slowest = [...tests].sort((a, b) => took(b) - took(a)).slice(0, SHOWN);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    console.log('\nTen slowest specs:');
    for (const test of slowest) console.log(`  ${(took(test) / 1000).toFixed(2).padStart(7)} s  ${test.fullName}`);
    console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  }
}
