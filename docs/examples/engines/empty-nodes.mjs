// Removes nodes on which nothing but DaemonSets runs, once they have been empty for a while.
// A custom engine of the type bin_packing: see docs/custom-engines.md for what it is given and what it may return.

export const name = 'empty-nodes';
export const version = '1.0.0';
export const type = 'bin_packing';

export const configSchema = {
  patience_minutes: { default: 30, min: 0, max: 1440, unit: 'min', why: 'a node is left alone until it has been seen empty for this long' },
  spare_nodes: { default: 1, min: 0, max: 100, unit: 'nodes', why: 'empty nodes that are kept for the next pods' },
};

const MINUTE_MS = 60_000;
const HOURS_PER_MONTH = 730;
const DAYS_REMEMBERED = 7;

const targetOf = (node) => ({ kind: 'Node', name: node.name });

/** USD an hour on demand; undefined where nobody knows it. */
const priceOf = (node, prices) => prices?.types.find(({ instance_type }) => instance_type === node.instanceType)?.on_demand.Linux;

/** Since when a node has been seen empty, in milliseconds since the epoch: now, when it was not empty the last time. */
const emptySince = (node, memory, now) => memory.find(({ key }) => key === node.name)?.value.since ?? now;

const recommendation = (node, usdPerHour) => ({
  action: 'remove_node',
  target: targetOf(node),
  estimated_monthly_savings: usdPerHour * HOURS_PER_MONTH,
  risk: 'low',
  reasons: [{ code: 'EMPTY_NODE', text: `Nothing but DaemonSets runs on ${node.name}.` }],
  details: { instance_type: node.instanceType },
});

/** What cannot be undone comes last and depends on a step that can; it needs approval, which is what is assumed when nothing is said. */
const planFor = (nodes) => [
  ...nodes.map((node) => ({ action: 'cordon_node', target: targetOf(node), estimated_duration_seconds: 5, reversible: true, rollback: 'uncordon_node' })),
  ...nodes.map((node, index) => ({ action: 'drain_node', target: targetOf(node), estimated_duration_seconds: 120, depends_on: [index + 1] })),
  ...nodes.map((node, index) => ({ action: 'terminate_instances', target: targetOf(node), estimated_duration_seconds: 60, depends_on: [nodes.length + index + 1] })),
];

/** Why a node is left alone; undefined when it may go. */
const objection = (node, { since, usdPerHour, spared, now, config }) => {
  if (node.optOut !== null) return { code: 'OPTED_OUT', text: `${node.name} says that it wants to be left alone.` };
  if (usdPerHour === undefined) return { code: 'PRICE_UNKNOWN', text: `Nobody knows what ${node.name} costs.` };
  if (now - since < config.patience_minutes * MINUTE_MS) return { code: 'EMPTY_TOO_SHORT', text: `${node.name} has not been empty for ${config.patience_minutes} minutes.` };
  return spared ? { code: 'KEPT_SPARE', text: `${node.name} is kept for the next pods.` } : undefined;
};

const CLUSTER = { kind: 'Cluster', name: 'all nodes' };

/** Lists that nobody has sent are null: without them nothing is known. */
const unknown = (missing) => ({
  decision: { verdict: 'hold', confidence_score: 0, missing, held: [{ code: 'STATE_UNKNOWN', text: `Send ${missing.join(' and ')}.`, target: CLUSTER }] },
});

export const decide = ({ state, facts, memory, config, now }) => {
  const missing = ['nodes', 'pods'].filter((list) => state[list] === null);
  if (missing.length > 0) return unknown(missing.map((list) => `current_state.${list}`));
  const busy = new Set(state.pods.filter(({ daemon, staticPod }) => !daemon && !staticPod).map(({ nodeName }) => nodeName));
  const empty = state.nodes.filter((node) => !node.controlPlane && !node.deleting && !busy.has(node.name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const remember = empty.map((node) => ({
    key: node.name,
    value: { since: emptySince(node, memory, now) },
    expires_at: new Date(now + DAYS_REMEMBERED * 24 * 60 * MINUTE_MS).toISOString(),
  }));
  const held = [];
  const going = [];
  let spare = config.spare_nodes;
  for (const node of empty) {
    const usdPerHour = priceOf(node, facts.prices);
    const because = objection(node, { since: emptySince(node, memory, now), usdPerHour, spared: spare > 0, now, config });
    if (because?.code === 'KEPT_SPARE') spare -= 1;
    if (because === undefined) going.push({ node, usdPerHour });
    else held.push({ ...because, target: targetOf(node) });
  }
  if (going.length === 0) {
    const nothing = { code: 'NO_EMPTY_NODE', text: 'Every node has pods of its own.', target: CLUSTER };
    return { decision: { verdict: 'hold', confidence_score: 0.9, held: held.length > 0 ? held : [nothing] }, remember };
  }
  return {
    decision: {
      verdict: 'act',
      confidence_score: 0.9,
      recommendations: going.map(({ node, usdPerHour }) => recommendation(node, usdPerHour)),
      held,
      execution_plan: planFor(going.map(({ node }) => node)),
      preconditions: going.map(({ node }) => ({ code: 'NODE_STILL_EMPTY', target: targetOf(node) })),
      valid_until: new Date(now + 15 * MINUTE_MS).toISOString(),
    },
    remember,
  };
};
