import { DECISION_SAMPLES, type DecisionSample } from '@ml/contracts/samples/decision-samples';

export type Example = DecisionSample;

/** What the demo sends; the first is what `npm start` asks. */
export const EXAMPLES = DECISION_SAMPLES;

/** The same request about another region. */
export const inRegion = (example: Example, region: string): Example => ({
  ...example,
  body: { ...example.body, requirements: { ...example.body.requirements, region } },
});

/** The same request about another cluster, of which nothing is remembered yet. */
export const ofCluster = (example: Example, suffix: string): Example => ({ ...example, body: { ...example.body, cluster_id: `${example.body.cluster_id}-${suffix}` } });
