import 'reflect-metadata';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, inject } from 'vitest';

const propertySeed = inject('propertySeed');

/** Each spec draws something else, and the same again under the same seed. */
beforeEach(({ task }) => {
  const seed = createHash('sha256').update(`${propertySeed} ${task.fullName}`).digest().readInt32BE();
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
});
