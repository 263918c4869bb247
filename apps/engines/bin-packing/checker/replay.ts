import type { PlanStep } from '@ml/contracts/decision';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { movesIn, type CheckedPlan, type Move } from './checked-plan';
import { launchedNode, launchesIn, typeOf } from './launch';
import { budgetRules, movableRules } from './movable-rules';
import { affinityHolds, isOwnCompany, neighbourRules } from './neighbour-rules';
import { roomRules } from './room-rules';
import { spreadRules } from './spread-rules';
import { targetRules } from './target-rules';
import { violation, type Violation } from './violation';
import { volumeRules } from './volume-rules';
import { nameOfPod, World } from './world';

/** Carries out the steps in the order given, on a cluster of its own, and looks at every rule after each. */
export const replay = (checked: CheckedPlan, steps: readonly PlanStep[]): readonly Violation[] => new Replay(checked).run(steps);

const LEAST_GRACE_SECONDS = 90;
const DEFAULT_GRACE_SECONDS = 30;

class Replay {
  private readonly world: World;
  private readonly broken: Violation[] = [];
  private readonly moved = new Set<string>();
  constructor(private readonly checked: CheckedPlan) {
    this.world = new World(checked.state);
  }

  run(steps: readonly PlanStep[]): readonly Violation[] {
    for (const step of steps) this.carryOut(step);
    return this.broken;
  }

  private say(rule: string, text: string): void {
    this.broken.push(violation(rule, text));
  }

  private carryOut(step: PlanStep): void {
    const node = step.target.name;
    if (step.action === 'run_instances') return;
    if (step.action === 'wait_nodes_ready') return this.join(step);
    if (!this.world.nodes.has(node)) return this.say('UNKNOWN_NODE', `step ${step.step} is about ${node}`);
    if (step.action === 'cordon_node') return this.cordon(node);
    if (!this.world.cordoned.has(node)) this.say('NOT_CORDONED', `${step.action} of ${node} comes before it is cordoned`);
    if (step.action === 'drain_node') return this.drain(step);
    if (step.action === 'terminate_instances') return this.terminate(node);
    return this.say('UNKNOWN_ACTION', step.action);
  }

  /** A new node takes pods once it is ready; the DaemonSets of those it replaces have pods on it before anybody else. */
  private join({ step, details }: PlanStep): void {
    const launch = launchesIn(this.checked).find(({ name }) => name === details?.['name']);
    const node = launch === undefined ? undefined : launchedNode(this.checked, launch);
    if (launch === undefined || node === undefined) return this.say('LAUNCH', `step ${step} waits for a node that nobody launches`);
    this.world.nodes.set(node.name, node);
    const attendants = launch.replaces.map(({ name }) => this.world.podsOn(name).filter(({ daemon }) => daemon));
    const most = attendants.reduce((longest, each) => (each.length > longest.length ? each : longest), []);
    for (const pod of most) {
      const name = `${pod.name}-on-${node.name}`;
      this.world.pods.set(`${pod.namespace}/${name}`, { ...pod, name });
      this.world.place.set(`${pod.namespace}/${name}`, node.name);
    }
  }

  private cordon(name: string): void {
    this.world.cordoned.add(name);
    const node = this.world.nodes.get(name);
    const { excluded } = this.checked.limits;
    const free = node !== undefined && node.optOut === null && !node.controlPlane && !node.deleting && !node.cordoned && node.ready !== false;
    if (!free || excluded.includes(name) || (node.providerId !== null && excluded.includes(node.providerId))) this.say('NODE_NOT_FREE', `${name} may not be touched`);
  }

  private drain(step: PlanStep): void {
    const moves = movesIn(step.details, 'pods');
    const accompanied = this.accompanied();
    const evicted = moves.flatMap(({ pod }) => this.evictable(pod, step.target.name));
    this.broken.push(...budgetRules(this.world, evicted));
    this.grace(step, evicted);
    for (const pod of evicted) this.world.place.delete(nameOfPod(pod));
    for (const move of moves) this.put(move);
    const still = this.accompanied();
    for (const name of accompanied) if (!still.includes(name) && !this.moved.has(name)) this.say('LEFT_ALONE', `pod ${name} stays without those it must stand with, after step ${step.step}`);
  }

  /** Pods on nodes that stay whose required company stands with them, and that are no company to themselves. */
  private accompanied(): readonly string[] {
    return this.world
      .placedPods()
      .filter(({ pod, node }) => (pod.podAffinity?.required ?? []).length > 0 && !this.world.cordoned.has(node.name) && !isOwnCompany(this.world, pod) && affinityHolds({ world: this.world, pod, node }))
      .map(({ pod }) => nameOfPod(pod));
  }

  private evictable(name: string, node: string): readonly PodState[] {
    const pod = this.world.pods.get(name);
    if (pod === undefined || this.world.place.get(name) !== node) {
      this.say('POD_NOT_THERE', `${name} is not on ${node}`);
      return [];
    }
    const { limits, now } = this.checked;
    this.broken.push(...movableRules(this.world, pod, { ...limits, now }));
    return [pod];
  }

  private grace({ step, details }: PlanStep, evicted: readonly PodState[]): void {
    const given = Number(details?.['grace_period_seconds'] ?? 0);
    const asked = Math.max(LEAST_GRACE_SECONDS, ...evicted.map(({ terminationGraceSeconds }) => terminationGraceSeconds ?? DEFAULT_GRACE_SECONDS));
    if (given < asked) this.say('GRACE', `step ${step} gives ${given} s, its pods ask for ${asked} s`);
  }

  private put({ pod: name, to }: Move): void {
    const pod = this.world.pods.get(name);
    const node = this.world.nodes.get(to);
    if (pod === undefined) return;
    if (node === undefined) return this.say('NO_TARGET', `pod ${name} goes to ${to === '' ? 'nowhere' : to}`);
    const placement = { world: this.world, pod, node };
    const { prices, limits } = this.checked;
    const podLimit = typeOf(prices, node.instanceType)?.max_pods ?? 0;
    this.broken.push(...targetRules(placement), ...roomRules(placement, podLimit), ...volumeRules(placement, limits.disks), ...neighbourRules(placement), ...spreadRules(placement));
    this.world.place.set(name, to);
    this.moved.add(name);
  }

  private terminate(name: string): void {
    for (const pod of this.world.podsOn(name)) {
      if (!pod.daemon && !pod.staticPod && pod.deletionTimestamp === null) this.say('POD_LOST', `pod ${nameOfPod(pod)} is still on ${name} when it goes`);
      this.world.place.delete(nameOfPod(pod));
      this.world.pods.delete(nameOfPod(pod));
    }
    this.world.nodes.delete(name);
  }
}
