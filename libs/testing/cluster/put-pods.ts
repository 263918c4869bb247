import type { Place } from './made-up-node';
import type { PlacedPod } from './made-up-pod';
import type { Workload } from './made-up-workload';

/** EBS volumes that a node of these types takes beside its own. */
const VOLUMES_A_NODE = 24;

/** Puts pods on nodes so that every constraint they carry holds. */
export class Putter {
  private readonly general: readonly Place[];
  private readonly batch: readonly Place[];
  private readonly volumes = new Map<Place, number>();
  private readonly portTaken = new Set<Place>();

  constructor(
    private readonly places: readonly Place[],
    private readonly random: () => number,
  ) {
    this.general = places.filter((place) => !place.batch);
    this.batch = places.filter((place) => place.batch);
  }

  onEvery(workload: Workload): readonly PlacedPod[] {
    return this.places.map((place, replica) => this.put({ workload, replica, place }));
  }

  /** @throws Error when there is no room */
  all(workload: Workload): readonly PlacedPod[] {
    const used = new Set<Place>();
    const zones = [...new Set(this.places.map(({ zone }) => zone))];
    return Array.from({ length: workload.replicas }, (_, replica) => {
      const zone = workload.spread ? zones[replica % zones.length] : undefined;
      const place = this.find(workload, (candidate) => (zone === undefined || candidate.zone === zone) && !(workload.apart && used.has(candidate)));
      used.add(place);
      return this.put({ workload, replica, place });
    });
  }

  private find(workload: Workload, allowed: (place: Place) => boolean): Place {
    const pool = workload.batch && this.batch.length > 0 ? this.batch : this.general;
    const start = Math.floor(this.random() * pool.length);
    for (const slack of [true, false]) {
      for (let step = 0; step < pool.length; step += 1) {
        const place = pool[(start + step) % pool.length];
        if (place !== undefined && this.fits(workload, place, slack) && allowed(place)) return place;
      }
    }
    throw new Error(`there is no room for ${workload.name}: fewer pods or more nodes`);
  }

  private fits({ kind, cpu, mib, hostPort }: Workload, place: Place, withSlack: boolean): boolean {
    if (kind === 'StatefulSet' && (this.volumes.get(place) ?? 0) >= VOLUMES_A_NODE) return false;
    if (hostPort && this.portTaken.has(place)) return false;
    return place.pods > 0 && place.mib >= mib && place.cpu - (withSlack ? place.slack : 0) >= cpu;
  }

  private put(pod: PlacedPod): PlacedPod {
    const { workload, place } = pod;
    place.cpu -= workload.cpu;
    place.mib -= workload.mib;
    place.pods -= 1;
    if (workload.kind === 'StatefulSet') this.volumes.set(place, (this.volumes.get(place) ?? 0) + 1);
    if (workload.hostPort) this.portTaken.add(place);
    return pod;
  }
}
