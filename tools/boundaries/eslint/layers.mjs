/** Who may depend on whom, by the tags in the project.json files. One row is one layer; what is not named is refused. */
const LAYERS = {
  units: [],
  contracts: ['units'],
  state: ['units', 'contracts'],
  'engine-kernel': ['units', 'contracts', 'state'],
  domain: ['units', 'contracts', 'state', 'engine-kernel'],
  platform: ['units', 'contracts', 'state', 'engine-kernel'],
  persistence: ['units', 'contracts', 'domain', 'platform', 'migrations'],
  migrations: ['units'],
  engine: ['units', 'contracts', 'state', 'engine-kernel', 'platform'],
  app: ['units', 'contracts', 'state', 'engine-kernel', 'domain', 'platform', 'persistence'],
  testing: ['units', 'contracts', 'state', 'engine-kernel', 'domain', 'platform', 'persistence', 'migrations'],
  tools: ['units', 'contracts', 'state', 'engine-kernel', 'domain', 'platform', 'persistence', 'migrations', 'testing'],
};

const tag = (layer) => `layer:${layer}`;

/** Specs of every layer use `testing`; that only specs do is checked file by file, by dependency-cruiser. */
const forSpecs = (layer) => (layer === 'testing' ? [] : [tag('testing')]);

export const layerConstraints = Object.entries(LAYERS).map(([layer, allowed]) => ({
  sourceTag: tag(layer),
  onlyDependOnLibsWithTags: [...allowed.map(tag), ...forSpecs(layer)],
}));
