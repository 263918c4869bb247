import type { UsageQuestion } from '@ml/engine-kernel/engine';
import type { ContainerForecast, NodeForecast } from '@ml/engine-kernel/forecast';
import { USAGE_FEATURES } from '@ml/engine-kernel/usage-features';
import { situationOf, type RightsizingInput, type Situation } from './situation';
import { UsageRows } from './usage-rows';
import { reasonToStay } from './workloads/crew-look';
import { crewsIn, type Crew } from './workloads/crew';

/** How far ahead models of usage look, whatever they learned from: the contract. */
const HORIZON_DAYS = 30;

/** A row for each resource of whatever may be sized; null where a model could say nothing that is used. */
export const usageQuestion = (input: RightsizingInput): UsageQuestion | null => {
  const situation = situationOf(input);
  if ('none' in situation) return null;
  const { level } = situation.requirements;
  const rows = new UsageRows(situation.lookBack);
  const nodes = level === 'workloads' ? [] : nodeRows(situation, rows);
  const containers = level === 'nodes' ? [] : containerRows(situation, rows);
  if (rows.count === 0) return null;
  return {
    features: USAGE_FEATURES,
    rows: rows.count,
    values: rows.values(),
    read: (answers, model) => ({ model, horizon_days: HORIZON_DAYS, nodes: nodes.map((row) => answered(row, answers)), containers: containers.map((row) => answered(row, answers)) }),
  };
};

/** `cpu` and `memory` are numbers of rows until the model has answered. */
const answered = <Row extends { readonly cpu: number | null; readonly memory: number | null }>(row: Row, answers: readonly (number | null)[]): Row => ({
  ...row,
  cpu: row.cpu === null ? null : (answers[row.cpu] ?? null),
  memory: row.memory === null ? null : (answers[row.memory] ?? null),
});

const nodeRows = ({ state, usage }: Situation, rows: UsageRows): readonly NodeForecast[] => {
  const known = new Set((state.nodes ?? []).map(({ name }) => name));
  return usage.nodes.filter(({ name }) => known.has(name)).map(({ name, cpuCores, memoryBytes }) => ({ name, ...rows.both({ cpu: [cpuCores ?? []], memory: [memoryBytes ?? []] }) }));
};

/** Of workloads that stay as they are nobody needs to know. */
const containerRows = (situation: Situation, rows: UsageRows): readonly ContainerForecast[] => {
  const namespaces = new Map(situation.state.namespace_opt_outs.map(({ name, optOut }) => [name, optOut]));
  const sized = crewsIn(situation).crews.filter((crew) => reasonToStay(crew, situation, namespaces.get(crew.namespace)) === null);
  return sized.flatMap((crew) => rowsOf(crew, rows));
};

const rowsOf = ({ namespace, owner, used }: Crew, rows: UsageRows): readonly ContainerForecast[] => [...used].map(([container, series]) => ({ namespace, workload: owner, container, ...rows.both(series) }));
