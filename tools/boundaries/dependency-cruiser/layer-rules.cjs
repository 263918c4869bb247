const { SPEC, ENGINE_SHELL, OURS } = require('./code-kinds.cjs');

const CORE = 'units|contracts|state|engine-kernel';

/** Folder of a layer, and what of this workspace its files may import. Specs are free, but for apps and owners. */
const LAYERS = [
  { layer: 'units', from: '^libs/units/', allowed: '^libs/units/' },
  { layer: 'contracts', from: '^libs/contracts/', allowed: '^libs/(contracts|units)/' },
  { layer: 'state', from: '^libs/state/', allowed: '^libs/(state|units|contracts)/' },
  { layer: 'engine-kernel', from: '^libs/engine-kernel/', allowed: `^libs/(${CORE})/` },
  { layer: 'domain', from: '^libs/domain/', allowed: `^libs/(${CORE}|domain)/` },
  { layer: 'platform', from: '^libs/platform/', allowed: `^libs/(${CORE}|platform)/` },
  { layer: 'persistence', from: '^libs/persistence/', allowed: '^(libs/(units|contracts|domain|platform|persistence)|migrations)/' },
  { layer: 'migrations', from: '^migrations/', allowed: '^(libs/units|migrations)/' },
  { layer: 'testing', from: '^libs/testing/', allowed: '^(libs|migrations|tools/(infra|local|nats|test))/|^apps/engines/[^/]+/engine\\.ts$' },
];

const closed = ({ layer, from, allowed, except = [] }) => ({
  name: `${layer}-knows-its-layers-only`,
  severity: 'error',
  comment: `Files of ${layer} import only what stands below it.`,
  from: { path: from, pathNot: [SPEC, ...except] },
  to: { path: OURS, pathNot: allowed },
});

/** An engine: the pure layers, and in its shell the platform that runs it. Other engines have a rule of their own. */
const engineRules = [
  closed({ layer: 'engine', from: '^apps/engines/', allowed: `^libs/(${CORE})/|^apps/`, except: [ENGINE_SHELL] }),
  {
    name: 'engine-shell-knows-its-layers-only',
    severity: 'error',
    comment: 'main.ts starts the engine on the platform and does nothing else.',
    from: { path: ENGINE_SHELL },
    to: { path: OURS, pathNot: `^libs/(${CORE}|platform)/|^apps/` },
  },
];

const appRule = closed({
  layer: 'app',
  from: '^apps/(?!engines/)',
  allowed: `^libs/(${CORE}|domain|platform|persistence)/|^apps/`,
});

module.exports = { layerRules: [...LAYERS.map(closed), ...engineRules, appRule] };
