import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide } from './decide';
import { decisionFor, FULL_ROOT, image, inputFor, pricesWith, SLIM_ROOT, type Layer } from './image-input.fixture';

const APP: Layer = [520, 'COPY --from=build /app /app'];

interface Details {
  readonly bloat_pct: number;
  readonly size_mb: number;
  readonly best_practical_size_mb: number;
  readonly findings: readonly { readonly code: string; readonly mb: number }[];
  readonly remedy: readonly { readonly code: string; readonly commands: readonly string[] }[];
  readonly base: { readonly class: string; readonly language: string | null; readonly instead: string | null };
}

const detailsOf = (layers: readonly Layer[], threshold = 0): Details | undefined =>
  decisionFor([image('shop/app:1', layers)], { requirements: { bloat_threshold_mb: threshold } }).recommendations[0]?.details as Details | undefined;

describe('what layers show', () => {
  it('is a system that has a smaller sibling: 49.3 MB of Debian where 29.8 would do', () => {
    expect(detailsOf([FULL_ROOT, [20, 'COPY app /app']])).toMatchObject({ findings: [{ code: 'LARGE_BASE', mb: 19.5 }], base: { class: 'debian', instead: 'debian:trixie-slim' }, bloat_pct: 28.2, remedy: [{ code: 'SLIM_BASE' }] });
  });

  it('is a full image of a language, with the tools that it was built by', () => {
    const full: readonly Layer[] = [FULL_ROOT, [236, 'RUN apt-get install -y g++ gcc make libssl-dev'], [24, 'ENV PYTHON_VERSION=3.11 RUN make install'], [60, 'RUN pip install --no-cache-dir -r requirements.txt']];
    expect(detailsOf(full)).toMatchObject({ size_mb: 369.3, findings: [{ code: 'LARGE_BASE', mb: 263.8 }], base: { class: 'full_language', language: 'python', instead: 'python:3.11-slim-trixie' } });
  });

  it.each([
    ['alpine', 'ADD alpine-minirootfs-3.22.6-x86_64.tar.gz / # buildkit'],
    ['distroless', 'bazel build //base:static'],
  ])('is nothing about a base of %s', (_, step) => {
    expect(detailsOf([[4, step], [100, 'COPY app /app']])).toBeUndefined();
  });

  it('is compilers that nobody took away again', () => {
    expect(detailsOf([SLIM_ROOT, [200, 'RUN apt-get update && apt-get install -y gcc g++ make && rm -rf /var/lib/apt/lists/*']])).toMatchObject({ findings: [{ code: 'BUILD_TOOLS', mb: 200 }], remedy: [{ code: 'MULTI_STAGE' }] });
    expect(detailsOf([SLIM_ROOT, [200, 'RUN apt-get install -y gcc && make install && apt-get purge -y --auto-remove gcc && rm -rf /var/lib/apt/lists/*']])).toBeUndefined();
  });

  it('is a part of a step that installs other things as well', () => {
    expect(detailsOf([SLIM_ROOT, [100, 'RUN apt-get install -y --no-install-recommends gcc curl ca-certificates tzdata && rm -rf /var/lib/apt/lists/*']])?.findings).toEqual([{ code: 'BUILD_TOOLS', mb: 25 }]);
  });

  it.each([
    ['RUN apt-get update && apt-get install -y curl', 15, 'apt-get'],
    ['RUN pip install -r requirements.txt', 30, '--no-cache-dir'],
    ['RUN npm ci', 30, 'npm cache clean --force'],
    ['RUN yum install -y httpd', 30, 'yum clean all'],
  ])('is what %j downloaded', (step, mb, command) => {
    const details = detailsOf([SLIM_ROOT, [100, step]]);
    expect(details?.findings).toEqual([{ code: 'PACKAGE_CACHE', mb }]);
    expect(details?.remedy[0]?.commands.join()).toContain(command);
  });

  it.each([
    'RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
    'RUN --mount=type=cache,target=/cache/pip pip install -r requirements.txt',
    'RUN npm ci && npm cache clean --force',
    `RUN apt-get update && apt-get install -y curl ${'x '.repeat(600)}`,
  ])('is no cache in %j, which cleans up or is cut before its end', (step) => {
    expect(detailsOf([SLIM_ROOT, [100, step]])).toBeUndefined();
  });

  it('is files that a step only gave another owner', () => {
    expect(detailsOf([SLIM_ROOT, [100, 'COPY --from=build /app /app'], [100, 'RUN chown -R app:app /app']])).toMatchObject({ findings: [{ code: 'REWRITTEN_FILES', mb: 100 }], best_practical_size_mb: 129.8 });
  });

  it('is hints where only a look into the files tells how much', () => {
    const layers: readonly Layer[] = [SLIM_ROOT, [200, 'RUN npm ci'], [0.1, 'RUN rm -rf ~/.npm'], [150, 'COPY . /app'], [150, 'COPY . /app', 'sha256:shop/app:1-3']];
    expect(detailsOf(layers)?.findings).toEqual([
      { code: 'PACKAGE_CACHE', mb: 60 },
      { code: 'DUPLICATE_LAYER', mb: 150 },
      { code: 'REMOVED_LATER', mb: 0 },
      { code: 'LARGE_COPY', mb: 0 },
    ]);
    expect(detailsOf(layers)?.remedy.map(({ code }) => code)).toContain('DOCKERIGNORE');
  });
});

describe('what an image costs', () => {
  const bloated = (name: string, digest: string, more = {}) => image(name, [SLIM_ROOT, [1000, 'RUN apt-get install -y gcc && rm -rf /var/lib/apt/lists/*', digest], APP], more);

  it('is storage, both sides of each zone crossed, and egress', () => {
    // 1.5498 GB: 0.155 stored, 300 pulls x 60% x 2 x 0.01 and x 5% x 0.09. The layer of 1 GB saves 0.10 + 3.60 + 1.35.
    const decision = decisionFor([bloated('a:1', 'sha256:x', { pulls_per_month: 300, cross_az_pulls_pct: 60, egress_pulls_pct: 5 })]);
    expect(decision).toMatchObject({ verdict: 'act', estimated_savings: 5.05, recommendations: [{ details: { cost: { storage: 0.15, cross_az: 5.58, egress: 2.09 } } }] });
  });

  it('counts a layer once, however many images hold it', () => {
    const two = decisionFor([bloated('a:1', 'sha256:x'), bloated('b:1', 'sha256:x')]);
    expect(two.extra).toMatchObject({ total_images: 2, total_size_mb: 3099.6, unique_size_mb: 2099.6 });
    expect(two.estimated_savings).toBe(0.1);
  });

  it('frees no storage while another image keeps the layer', () => {
    expect(decisionFor([bloated('a:1', 'sha256:x'), bloated('b:1', 'sha256:x')], { constraints: { excluded: ['b:1'] } })).toMatchObject({ verdict: 'act', estimated_savings: 0, held: [{ code: 'EXCLUDED' }] });
  });

  it('tells how long a node waits for it', () => {
    expect(decisionFor([bloated('a:1', 'sha256:x')]).recommendations[0]?.details).toMatchObject({ startup_seconds: { now: 31, best: 11 } });
  });

  it('is shown before the old image is deleted with approval', () => {
    expect(decisionFor([bloated('a:1', 'sha256:x')]).execution_plan.map(({ action, requires_approval: approval }) => [action, approval])).toEqual([
      ['build_image', false],
      ['set_image', false],
      ['batch_delete_image', true],
    ]);
  });

  it('asks for the digest of an image that is known by its tag alone, which the new one may take over', () => {
    const codes = (more: Readonly<Record<string, unknown>>) => decisionFor([image('a:1', [[900, 'RUN apt-get update && apt-get install -y gcc']], more)]).preconditions.map(({ code }) => code);
    expect(codes({})).toEqual(['TESTS_PASS_ON_NEW_IMAGE', 'OLD_IMAGE_KNOWN_BY_DIGEST']);
    expect(codes({ digest: 'sha256:1' })).toEqual(['TESTS_PASS_ON_NEW_IMAGE']);
  });
});

describe('what is held', () => {
  const codes = (images: unknown, asked = {}) => decisionFor(images, asked).held.map(({ code }) => code);

  it('is an image below the threshold of the contract, 500 MB, or of the request', () => {
    const small = image('a:1', [FULL_ROOT, [400, 'RUN npm ci']]);
    expect(codes([small])).toEqual(['BELOW_THRESHOLD']);
    expect(decisionFor([small], { requirements: { bloat_threshold_mb: 400 } }).verdict).toBe('act');
  });

  it('is an image of which the layers or the size are not known', () => {
    expect(codes([{ image: 'a:1', size_bytes: 9e8 }, { image: 'b:1' }])).toEqual(['NO_LAYERS', 'SIZE_UNKNOWN']);
    expect(decisionFor([{ image: 'a:1', size_bytes: 9e8 }]).missing).toContain('current_state.images[].layers');
  });

  it('is an image whose layers show nothing', () => {
    expect(codes([image('a:1', [SLIM_ROOT, APP])])).toEqual(['NO_BLOAT_FOUND']);
  });

  it('is everything without prices, and what needs the price that is missing', () => {
    const crossing = image('a:1', [SLIM_ROOT, [600, 'RUN npm ci']], { pulls_per_month: 1, egress_pulls_pct: 10 });
    expect(codes([crossing], { prices: undefined })).toEqual(['PRICE_UNKNOWN']);
    expect(codes([crossing], { prices: pricesWith({ internet_egress_gb: null }) })).toEqual(['PRICE_UNKNOWN']);
    expect(decisionFor([image('a:1', [SLIM_ROOT, [600, 'RUN npm ci']])], { prices: pricesWith({ internet_egress_gb: null }) }).verdict).toBe('act');
  });

  it('is the whole decision without images', () => {
    expect(decisionFor(undefined)).toMatchObject({ verdict: 'hold', held: [{ code: 'NO_IMAGES' }], missing: ['current_state.images'] });
    expect(decisionFor([])).toMatchObject({ verdict: 'hold', held: [{ code: 'NO_IMAGES' }], missing: [] });
  });

  it('is what saves less than as many others as anybody rebuilds at once', () => {
    const input = inputFor([image('a:1', [SLIM_ROOT, [600, 'RUN npm ci']]), image('b:1', [SLIM_ROOT, [900, 'RUN npm ci']])]);
    const { decision } = decide({ ...input, config: { ...input.config, most_recommended: 1 } });
    expect([decision.recommendations.map(({ target }) => target.name), decision.held.map(({ code }) => code)]).toEqual([['b:1'], ['LATER']]);
  });

  it('refuses an image that is given twice, and a layer without a size', () => {
    expect(() => inputFor([{ image: 'a:1' }, { image: 'a:1' }])).toThrow('current_state.images[1].image');
    expect(() => inputFor([{ image: 'a:1', layers: [{ digest: 'sha256:x' }] }])).toThrow('current_state.images[0].layers[0].size_bytes');
  });

  it('takes the region from the name of the registry where none is asked for', () => {
    const images = [image('123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1', [SLIM_ROOT, [600, 'RUN npm ci']])];
    expect(decisionFor(images, { requirements: { region: undefined } }).verdict).toBe('act');
  });
});

const OFFICIAL = '../shared/data/docker/official_image_layers.json';

interface OfficialImage {
  readonly image: string;
  readonly layers: readonly { readonly digest: string; readonly bytes: number; readonly step: string }[];
}

describe.skipIf(!existsSync(OFFICIAL))('real official images (only where ../shared/data is)', () => {
  const posted = () =>
    (JSON.parse(readFileSync(OFFICIAL, 'utf8')) as readonly OfficialImage[]).map(({ image: name, layers }) => ({
      image: name,
      layers: layers.map(({ digest, bytes, step }) => ({ digest, size_bytes: bytes, created_by: step })),
    }));

  it('finds that python:3.11 is 88.9% more than python needs to run, and node:18-alpine lean', () => {
    const decision = decisionFor(posted(), { requirements: { bloat_threshold_mb: 40 } });
    expect(decision.recommendations).toMatchObject([{ target: { name: 'python:3.11' }, details: { size_mb: 409.1, best_practical_size_mb: 45.5, bloat_pct: 88.9, base: { class: 'full_language', language: 'python' } } }]);
    expect(decision.held).toMatchObject([{ target: { name: 'node:18-alpine' }, code: 'NO_BLOAT_FOUND' }]);
  });

  it('looks at neither by default: both are smaller than 500 MB', () => {
    expect(decisionFor(posted()).held.map(({ code }) => code)).toEqual(['BELOW_THRESHOLD', 'BELOW_THRESHOLD']);
  });
});
