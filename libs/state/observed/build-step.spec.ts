import { describe, expect, it } from 'vitest';
import { buildStep } from './build-step';

describe('a build step', () => {
  it.each([
    ['RUN apt-get install -y gcc make && rm -rf /var/lib/apt/lists/*', 'RUN apt-get install -y gcc make && rm -rf /var/lib/apt/lists/*'],
    ['RUN --mount=type=cache,target=/cache/npm npm ci', 'RUN --mount=type=cache,target=/cache/npm npm ci'],
    ['RUN |1 NPM_TOKEN=abc123 /bin/sh -c npm ci # buildkit', 'RUN |1 NPM_TOKEN=*** /bin/sh -c npm ci # buildkit'],
    ['ENV PASSWORD="two words" LANG=C.UTF-8', 'ENV PASSWORD=*** LANG=***'],
    ['/bin/sh -c #(nop)  ENV PASSWORD hunter2', '/bin/sh -c #(nop)  ENV PASSWORD ***'],
    ['ENV PASSWORD aGk==', 'ENV PASSWORD ***'],
    ['LABEL maintainer="a person <a@b.c>"', 'LABEL maintainer=***'],
    ['MAINTAINER a person <a@b.c>', 'MAINTAINER ***'],
    ['RUN curl -H "Authorization: Bearer abc" https://x', 'RUN curl -H "Authorization: Bearer *** https://x'],
    ['RUN git clone https://me:hunter2@git.example/x', 'RUN git clone https://me:***@git.example/x'],
    ['RUN login --password hunter2', 'RUN login --password ***'],
    ['RUN make args="TOKEN=abc"', 'RUN make args="TOKEN=***'],
    ['RUN x db_password=hunter2', 'RUN x db_password=***'],
  ])('%s is kept as %s', (given, kept) => {
    expect(buildStep(given)).toBe(kept);
  });

  it('is cut after 1,000 characters', () => {
    expect(buildStep('x'.repeat(5_000))).toHaveLength(1_000);
  });
});
