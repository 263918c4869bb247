/** Regular expressions over paths from the root of the workspace. */
const SPEC = '\\.spec\\.tsx?$|/test/';
const ENGINE_SHELL = '^apps/engines/[^/]+/main\\.ts$';

module.exports = {
  SPEC,
  ENGINE_SHELL,
  PURE: '^(libs/(units|state|engine-kernel|domain)|apps/engines/[^/]+)/',
  NOT_PURE: [SPEC, ENGINE_SHELL],
  OURS: '^(apps|libs|migrations|tools)/',
};
