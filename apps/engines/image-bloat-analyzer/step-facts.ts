import type { Language } from './slim-images';
import { installed, type Installed } from './packages';

export type System = 'debian' | 'ubuntu' | 'alpine' | 'distroless' | 'amazon_linux' | 'red_hat';
export type CacheKind = 'apt' | 'apk' | 'yum' | 'pip' | 'npm' | 'yarn' | 'maven' | 'cargo' | 'go';

/** What a build step says of its layer. */
export interface StepFacts {
  readonly system: System | null;
  readonly language: Language | null;
  readonly packages: Installed | null;
  /** Package managers whose download cache stays in the layer. */
  readonly caches: readonly CacheKind[];
  /** Copies every file it touches into this layer, as `chown -R` does. */
  readonly rewrites: boolean;
  /** Only hides files of layers below. */
  readonly removes: boolean;
  readonly copiesAll: boolean;
}

const SYSTEMS: readonly (readonly [RegExp, System])[] = [
  [/\balpine\b/i, 'alpine'],
  [/distroless|^bazel build|\bbazel\b/i, 'distroless'],
  [/\bubuntu\b|rockcraft/i, 'ubuntu'],
  [/\bdebian\b/i, 'debian'],
  [/amazon ?linux|al20\d\d/i, 'amazon_linux'],
  [/\bubi\d?\b|red ?hat|\brhel|centos|rocky|fedora/i, 'red_hat'],
];

const LANGUAGES: readonly (readonly [RegExp, Language])[] = [
  [/\bCPython\b|PYTHON_VERSION|Python-\S*\.tar/, 'python'],
  [/\binstall node\b|NODE_VERSION|node-v/, 'node'],
  [/RUBY_VERSION|RUBY_DOWNLOAD|\bruby\.tar/, 'ruby'],
  [/JAVA_VERSION|openjdk\.tar|\bjdk-?\d/i, 'java'],
  [/GOLANG_VERSION|\bgo\.tgz|RUST_VERSION|rustup-init/, 'compiled'],
];

/** What a package manager is called by, and what in the same step leaves nothing behind. */
const CACHES: readonly (readonly [CacheKind, RegExp, RegExp])[] = [
  ['apt', /\bapt(?:-get)? (?:-\S+ )*(?:install|update)\b/, /\/var\/lib\/apt\/lists|dist-clean|apt(?:-get)? (?:dist)?clean -y|target=\/var\/lib\/apt/],
  ['apk', /\bapk (?:-\S+ )*add\b/, /--no-cache|\/var\/cache\/apk/],
  ['yum', /\b(?:yum|dnf|microdnf) (?:-\S+ )*install\b/, /clean all|\/var\/cache\/(?:yum|dnf)/],
  ['pip', /\bpip3? (?:-\S+ )*install\b/, /--no-cache-dir|\.cache\/pip|PIP_NO_CACHE_DIR|pip3? cache purge/],
  ['npm', /\bnpm (?:ci|install|i)\b/, /npm cache clean|\.npm\b/],
  ['yarn', /\byarn(?: install)?(?: --\S+)*(?:$| &&|;)/, /yarn cache clean|\.cache\/yarn/],
  ['maven', /\bmvn\b|\bgradlew?\b/, /\.m2\b|\.gradle\b/],
  ['cargo', /\bcargo (?:build|install)\b/, /\.cargo\b|cargo\/registry/],
  ['go', /\bgo (?:build|install|mod download)\b/, /go clean|go-build|\/go\/pkg/],
];

/** States cut steps at this length: what a longer one cleans up at its end is not known, and nothing is said of it. */
const CUT = 1_000;

export const factsOf = (step: string): StepFacts => ({
  system: SYSTEMS.find(([pattern]) => pattern.test(step))?.[1] ?? null,
  language: LANGUAGES.find(([pattern]) => pattern.test(step))?.[1] ?? null,
  packages: installed(step),
  caches: step.length >= CUT || step.includes('--mount=type=cache') ? [] : CACHES.filter(([, called, cleaned]) => called.test(step) && !cleaned.test(step)).map(([kind]) => kind),
  rewrites: /\bch(?:own|mod) (?:-\S+ )*(?:-R|--recursive)\b/.test(step) && !/\b(?:install|add|COPY|ADD)\b/.test(step),
  removes: /\brm -r?f?\b/.test(step) && !/\b(?:install|add|update|build|make|curl|wget|tar|COPY|ADD)\b/.test(step),
  copiesAll: /^(?:COPY|ADD) (?:--\S+ )*\. |#\(nop\) (?:COPY|ADD) dir:/.test(step),
});

export const NO_FACTS: StepFacts = { system: null, language: null, packages: null, caches: [], rewrites: false, removes: false, copiesAll: false };
