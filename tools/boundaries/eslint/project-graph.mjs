import { createProjectGraphAsync, readCachedProjectGraph } from '@nx/devkit';

/**
 * The boundary rule of Nx is skipped, with a warning nobody reads, when no project graph is cached, and lets every import
 * pass whose alias it cannot resolve. So the graph is made here, first, and lint fails when it is missing or without the
 * edges that only the alias can give.
 */
export const prepareProjectGraph = async () => {
  process.env.NX_DAEMON = 'false';
  await createProjectGraphAsync({ exitOnError: false, resetDaemonClient: false });
  const graph = readCachedProjectGraph();
  const untagged = Object.values(graph.nodes).filter((project) => !project.data.tags?.some((name) => name.startsWith('layer:')));
  if (untagged.length > 0) throw new Error(`Projects without a layer tag: ${untagged.map((project) => project.name).join(', ')}`);
  const resolved = (graph.dependencies['engine-kernel'] ?? []).some((edge) => edge.target === 'contracts');
  if (!resolved) throw new Error('Nx does not resolve the alias @ml/*: the project graph has no edge from engine-kernel to contracts');
};
