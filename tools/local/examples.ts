import newNodes from './examples/spot-optimize-new-nodes.json';

/** One request as a platform would send it, without the id that it makes for each. */
export interface Example {
  readonly title: string;
  /** After `/api/v1/ml/decision/`. */
  readonly route: string;
  readonly body: Readonly<Record<string, unknown>> & { readonly requirements: Readonly<Record<string, unknown>> };
}

/** The first is what `npm start` asks. */
export const EXAMPLES: readonly [Example, ...Example[]] = [
  { title: 'A shop wants twelve nodes with 4 vCPU and 16 GiB', route: 'spot-optimize', body: newNodes },
];

/** The same request about another region. */
export const inRegion = (example: Example, region: string): Example => ({
  ...example,
  body: { ...example.body, requirements: { ...example.body.requirements, region } },
});
