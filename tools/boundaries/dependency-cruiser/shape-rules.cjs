const ENTRY_POINTS = [
  '/main\\.ts$',
  '\\.spec\\.tsx?$',
  '\\.config\\.[cm]?[jt]s$',
  '\\.d\\.ts$',
  '^[^/]+$',
  '^tools/',
  '^migrations/',
];

const shapeRules = [
  {
    name: 'no-circular',
    severity: 'error',
    comment: 'No circles, of types either: one of the two files says something the other should say.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphan',
    severity: 'error',
    comment: 'A file that imports nothing and that nobody imports is dead, or its alias was not resolved.',
    from: { orphan: true, pathNot: ENTRY_POINTS },
    to: {},
  },
  {
    name: 'no-unresolved',
    severity: 'error',
    comment: 'An import that cannot be resolved hides from every other rule.',
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = { shapeRules };
