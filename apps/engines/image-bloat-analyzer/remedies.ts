import type { Base } from './foundation';
import type { Finding } from './findings';
import type { CacheKind } from './step-facts';

/** One thing to change in the build. */
export interface ImageRemedy {
  readonly code: string;
  readonly text: string;
  /** Lines for the Dockerfile, as they run. */
  readonly commands: readonly string[];
}

/** In the same step as the download: a later one would only hide it. */
const CLEANING: Readonly<Record<CacheKind, string>> = {
  apt: 'RUN apt-get update && apt-get install -y --no-install-recommends PACKAGES && rm -rf /var/lib/apt/lists/*',
  apk: 'RUN apk add --no-cache PACKAGES',
  yum: 'RUN yum install -y PACKAGES && yum clean all && rm -rf /var/cache/yum',
  pip: 'RUN pip install --no-cache-dir -r requirements.txt',
  npm: 'RUN npm ci --omit=dev && npm cache clean --force',
  yarn: 'RUN yarn install --production --frozen-lockfile && yarn cache clean',
  maven: 'RUN --mount=type=cache,target=/cache/m2 mvn -B -Dmaven.repo.local=/cache/m2 package',
  cargo: 'RUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release',
  go: 'RUN --mount=type=cache,target=/cache/go GOCACHE=/cache/go/build GOMODCACHE=/cache/go/mod go build -o /app .',
};

export const remediesFor = (base: Base, findings: readonly Finding[]): readonly ImageRemedy[] => findings.flatMap((finding) => remedyFor(base, finding));

const remedyFor = (base: Base, finding: Finding): readonly ImageRemedy[] => {
  switch (finding.code) {
    case 'LARGE_BASE':
      return [slim(base)];
    case 'BUILD_TOOLS':
      return [{ code: 'MULTI_STAGE', text: 'build in one stage and copy only the result into the last one', commands: ['FROM BUILD_IMAGE AS build', 'RUN BUILD_COMMAND', 'FROM RUNTIME_IMAGE', 'COPY --from=build /app /app'] }];
    case 'PACKAGE_CACHE':
      return [{ code: 'CLEAN_CACHE', text: 'clean up in the step that downloads', commands: (finding.caches ?? []).map((kind) => CLEANING[kind]) }];
    case 'REWRITTEN_FILES':
      return [{ code: 'COPY_WITH_OWNER', text: 'set owner and mode while copying', commands: ['COPY --chown=1000:1000 --chmod=755 . /app'] }];
    case 'LARGE_COPY':
      return [{ code: 'DOCKERIGNORE', text: 'leave out what the image does not need, in .dockerignore', commands: ['.git', 'node_modules', '**/__pycache__', '*.log'] }];
    case 'REMOVED_LATER':
      return [{ code: 'REMOVE_AT_ONCE', text: 'remove files in the step that makes them', commands: [] }];
    case 'DUPLICATE_LAYER':
    case 'TOO_MANY_LAYERS':
      return [{ code: 'FEWER_STEPS', text: 'join steps that belong together', commands: ['RUN FIRST && SECOND'] }];
  }
};

const slim = ({ instead }: Base): ImageRemedy => ({
  code: 'SLIM_BASE',
  text: `take ${instead?.name ?? 'a slim image'} in the version that you use; an alpine or distroless image is smaller still, where its C library or the missing shell does no harm`,
  commands: instead === null ? [] : [`FROM ${instead.name}`],
});
