import { describe, expect, it } from 'vitest';
import { javaHeapOf } from './java-heap';

const heap = (launched: Partial<Parameters<typeof javaHeapOf>[0]>): number | null => javaHeapOf({ command: undefined, args: undefined, env: undefined, ...launched });

describe('the heap of a Java process', () => {
  it.each([
    [{ args: ['-Xmx512m'] }, 512 * 2 ** 20],
    [{ command: ['java', '-Xmx2G', '-jar', 'app.jar'] }, 2 * 2 ** 30],
    [{ command: ['sh', '-c', 'exec java -Xms1g -Xmx3g -jar app.jar'] }, 3 * 2 ** 30],
    [{ args: ['-Xmx1073741824'] }, 2 ** 30],
    [{ args: ['-Xmx1g', '-Xmx2g'] }, 2 * 2 ** 30],
    [{ env: [{ name: 'JAVA_TOOL_OPTIONS', value: '-XX:+UseG1GC -Xmx768m' }] }, 768 * 2 ** 20],
    [{ env: [{ name: 'JAVA_OPTS', value: '"-Xmx640m"' }] }, 640 * 2 ** 20],
    [{ args: ['-Xmx1g'], env: [{ name: 'JAVA_TOOL_OPTIONS', value: '-Xmx2g' }] }, 2 ** 30],
    [{ args: ['-Xmx1g'], env: [{ name: '_JAVA_OPTIONS', value: '-Xmx2g' }] }, 2 * 2 ** 30],
  ])('of %j is %i bytes', (launched, expected) => {
    expect(heap(launched)).toBe(expected);
  });

  it.each([
    [{}],
    [{ args: ['--Xmx1g', 'x-Xmx1g', '-Xmxlots', '-Xmx1gb'] }],
    [{ env: [{ name: 'OTHER', value: '-Xmx1g' }, { name: 'JAVA_OPTS', valueFrom: {} }, null, 'x'] }],
    [{ command: 'java -Xmx1g', args: { 0: '-Xmx1g' }, env: 7 }],
  ])('is unknown for %j', (launched) => {
    expect(heap(launched)).toBeNull();
  });
});
