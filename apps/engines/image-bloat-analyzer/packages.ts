/** Packages that a step installs, by name. */
export interface Installed {
  readonly all: number;
  /** Compilers, headers, version control: needed to build, seldom to run. */
  readonly build: number;
  /** Some are taken away again in the same step. */
  readonly purged: boolean;
}

const CALL = /\b(?:apt-get|apt|apk|yum|dnf|microdnf) (?:-\S+ )*(?:install|add)\b([^;&|]*)/g;
const PURGED = /\b(?:apt-get|apt) (?:-\S+ )*(?:purge|remove|autoremove)\b|\bapk (?:-\S+ )*del\b|\b(?:yum|dnf) (?:-\S+ )*(?:remove|erase)\b/;
const BUILD = /^(?:gcc|g\+\+|cpp|make|cmake|automake|autoconf|libtool|build-essential|build-base|clang|llvm|gfortran|ninja-build|pkg-config|pkgconf|bison|flex|patch|dpkg-dev|git|mercurial|subversion|bzr|linux-headers|kernel-headers|rust|rustc|cargo|golang|maven|gradle)(?:[-=:]\S*)?$|-(?:dev|devel|jdk|jdk-headless)(?:=\S*)?$/;

export const installed = (step: string): Installed | null => {
  const names = [...step.matchAll(CALL)].flatMap(([, rest = '']) => rest.split(/[\s()\\]+/).filter((word) => word !== '' && !word.startsWith('-') && !word.startsWith('.') && word !== 'buildkit' && word !== '#'));
  return names.length === 0 ? null : { all: names.length, build: names.filter((name) => BUILD.test(name)).length, purged: PURGED.test(step) };
};
