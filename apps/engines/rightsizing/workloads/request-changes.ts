import type { Held } from '@ml/contracts/decision';
import type { ContainerForecast } from '@ml/engine-kernel/forecast';
import { Samples } from '../estimate/digest';
import type { SizedContainer } from '../sized-pod';
import { diverging } from '../merge';
import type { Situation } from '../situation';
import { containersOf, crewKey, crewsIn, type Crew } from './crew';
import { reasonToStay } from './crew-look';
import { judgeRequest } from './judge-request';
import { fittingOn } from './largest-node';
import { oomKills } from './oom-kills';
import type { RequestChange } from './request-change';
import { RESOURCES, scaledBy, type Resource } from './scalers';

export interface RequestChanges {
  readonly changes: readonly RequestChange[];
  readonly held: readonly Held[];
}

export const requestChanges = (situation: Situation): RequestChanges => {
  const { state, forecast } = situation;
  const { crews, held: strangers } = crewsIn(situation);
  const namespaces = new Map(state.namespace_opt_outs.map(({ name, optOut }) => [name, optOut]));
  const forecasts = new Map((forecast?.containers ?? []).map((expected) => [forecastKey(expected.namespace, expected.workload, expected.container), expected]));
  const given = { situation, forecasts, killed: oomKills(state), scaled: scaledBy(state), samples: new Samples() };
  const judge = careful({ byModel: judging(given), byRule: forecasts.size === 0 ? undefined : judging({ ...given, forecasts: new Map() }), fitting: fittingOn(state.nodes ?? []) });
  const changes: RequestChange[] = [];
  const held: Held[] = [];
  for (const crew of crews) {
    const reason = reasonToStay(crew, situation, namespaces.get(crew.namespace));
    const judged = reason === null ? judge(crew) : { changes: [], held: [{ target: targetOf(crew), ...reason }] };
    changes.push(...judged.changes);
    held.push(...judged.held);
  }
  return { changes, held: [...held, ...strangers] };
};

export const targetOf = ({ namespace, owner }: Crew): Held['target'] => ({ kind: owner.kind, name: owner.name, namespace });

const forecastKey = (namespace: string, owner: Crew['owner'], container: string): string => `${crewKey(namespace, owner)} / ${container}`;

interface Careful {
  readonly byModel: (crew: Crew) => RequestChanges;
  /** undefined: no model has said anything, so `byModel` is the rule. */
  readonly byRule: ((crew: Crew) => RequestChanges) | undefined;
  readonly fitting: ReturnType<typeof fittingOn>;
}

/**
 * A model that expects more than any node has must not keep a pod from what it needs by the rule: then that counts, and a person looks at whatever the model would not have done.
 * What the model expects need not be among the changes for this: a request that the rule lowers may stay, too large for any node, because the model's amount is near to it.
 */
const careful =
  ({ byModel, byRule, fitting }: Careful) =>
  (crew: Crew): RequestChanges => {
    const expected = byModel(crew);
    const found = fitting(crew, expected.changes);
    if (found.held.length === 0 || byRule === undefined) return { changes: found.changes, held: [...expected.held, ...found.held] };
    const own = byRule(crew);
    const { changes, held } = fitting(crew, own.changes);
    return { changes: changes.map((change) => found.changes.find((other) => isSame(change, other)) ?? { ...change, merge: diverging(change.merge) }), held: [...own.held, ...held] };
  };

const isSame = (one: RequestChange, other: RequestChange): boolean => one.container.name === other.container.name && one.resource === other.resource && one.estimate.target === other.estimate.target;

interface Judging {
  readonly situation: Situation;
  readonly forecasts: ReadonlyMap<string, ContainerForecast>;
  readonly killed: ReturnType<typeof oomKills>;
  readonly scaled: ReturnType<typeof scaledBy>;
  readonly samples: Samples;
}

const judging =
  ({ situation, forecasts, killed, scaled, samples }: Judging) =>
  (crew: Crew): RequestChanges => {
    const changes: RequestChange[] = [];
    const held: Held[] = [];
    const hold = (container: string, resource: Resource, reason: Pick<Held, 'code' | 'text'>): number => held.push({ target: targetOf(crew), ...reason, details: { container, resource } });
    const containers = containersOf(crew);
    for (const name of strangersAmong(crew, containers)) held.push({ target: targetOf(crew), code: 'UNKNOWN_CONTAINER', text: `usage of a container ${name} was sent, which its newest pod does not have`, details: { container: name } });
    for (const container of containers.filter((one) => isCandidate(one, crew))) {
      for (const resource of RESOURCES) {
        if (scaled(crew.namespace, crew.owner, resource)) {
          hold(container.name, resource, { code: 'HPA_ON_METRIC', text: `an autoscaler adds pods by the share of the requested ${resource} that is used: another request would change how many` });
          continue;
        }
        const forecast = forecasts.get(forecastKey(crew.namespace, crew.owner, container.name));
        const found = judgeRequest({ crew, container, resource, forecast, oomKilled: resource === 'memory' && killed(crew, container.name) }, situation, samples);
        if ('code' in found) hold(container.name, resource, found);
        else changes.push(found);
      }
    }
    return { changes, held };
  };

/** An init container runs before the usage of anything is measured; one that was measured is looked at. */
const isCandidate = ({ name, role }: SizedContainer, { used }: Crew): boolean => role !== 'init' || used.has(name);

const strangersAmong = ({ used }: Crew, containers: readonly SizedContainer[]): readonly string[] => {
  const known = new Set(containers.map(({ name }) => name));
  return [...used.keys()].filter((name) => !known.has(name)).sort();
};
