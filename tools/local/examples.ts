import newNodes from './examples/spot-optimize-new-nodes.json';
import replaceNodes from './examples/spot-optimize-replace-nodes.json';
import smallCluster from './examples/spot-optimize-small-cluster.json';

/** One request as a platform would send it, without the id that it makes for each. */
export interface Example {
  readonly title: string;
  /** After `/api/v1/ml/decision/`. */
  readonly route: string;
  readonly body: Readonly<Record<string, unknown>> & { readonly requirements: Readonly<Record<string, unknown>> };
}

/** The first is what `npm start` asks. */
export const EXAMPLES: readonly [Example, ...Example[]] = [
  { title: 'Twelve new nodes with 4 vCPU and 16 GiB', route: 'spot-optimize', body: newNodes },
  { title: 'Nine on-demand nodes that could be spot', route: 'spot-optimize', body: replaceNodes },
  { title: 'Three nodes: too few to spread', route: 'spot-optimize', body: smallCluster },
];

/** The same request about another region. */
export const inRegion = (example: Example, region: string): Example => ({
  ...example,
  body: { ...example.body, requirements: { ...example.body.requirements, region } },
});
