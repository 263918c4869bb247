import { afterAll, describe, expect, it } from 'vitest';
import { createLogger } from '@ml/platform/logger';
import { builtServices } from '@ml/testing/built-services';
import { EngineChecker } from './engine-checker';

builtServices();

class PatientChecker extends EngineChecker {
  /** To start a thread takes its time on a busy machine. */
  override readingMs = 20_000;
}

const checker = new PatientChecker(createLogger('spec', { level: 'silent', file: '/dev/null' }));
afterAll(() => checker.onApplicationShutdown());

const look = (source: string) => checker.check({ bytes: Buffer.from(source), upload: { engine_name: 'a', engine_version: '1.0.0', engine_type: 'bin_packing', config: null } });

describe('the thread that looks at engines', () => {
  it('gives up a source that takes minutes to read, and reads the next one', async () => {
    const endless = Array.from({ length: 100_000 }, (_, index) => `let a${index.toString(36)};`).join('');
    checker.readingMs = 1_500;
    await expect(look(endless)).rejects.toMatchObject({ code: 'BAD_ENGINE', details: { reason: 'TOO_COMPLEX' } });
    checker.readingMs = 20_000;
    expect((await look('const = 1;')).findings).toMatchObject([{ code: 'NOT_A_MODULE' }]);
  });

  it.each([
    ['nested too deep', '['.repeat(1e6), 'NOT_A_MODULE'],
    ['one token', 'a'.repeat(1e6), 'MISSING_EXPORT'],
    ['with a byte order mark', '\ufeffvoid 0', 'MISSING_EXPORT'],
    ['with a comment of HTML', '<!-- old\nvoid 0', 'NOT_A_MODULE'],
  ])('says of a source that is %s what is wrong with it', async (_, source, code) => {
    expect((await look(source)).findings[0]).toMatchObject({ code });
  });
});
