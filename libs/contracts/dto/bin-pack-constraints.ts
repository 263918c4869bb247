import { field } from '../field';
import { EngineConstraints } from './engine-constraints';

/** What must hold while nodes are taken away. Instance types and sizes are about nodes that are launched in place of others. */
export class BinPackConstraints extends EngineConstraints {
  @field.countOrShare({
    what: 'How many nodes may be disrupted at once, as a number or as a share that is rounded up; those that are being deleted or not ready are taken off.',
    max: 100_000,
    example: '10%',
    optional: true,
  })
  readonly max_disrupted_nodes?: string | number;

  @field.freeList({
    what: 'When nodes may be disrupted: weekly windows with a time zone, as objects or as texts such as `Mon-Fri 22:00-06:00 Europe/Berlin`. Without any, always.',
    example: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '00:00', end: '24:00', timezone: 'Europe/Berlin' }],
    optional: true,
    rare: true,
  })
  readonly windows?: readonly unknown[];

  @field.integer({ what: 'How long pods are given to end at least; it can only lengthen what they ask for and the 90 seconds that are given anyway.', unit: 'seconds', min: 0, max: 86_400, example: 120, optional: true })
  readonly grace_period_seconds?: number;

  @field.flag({ what: 'Whether pods without a controller may be moved: nobody starts them anew.', example: false, optional: true })
  readonly allow_bare_pods?: boolean;

  @field.flag({ what: 'Whether pods may be moved that keep data on the disk of their node (emptyDir, hostPath): it is lost.', example: false, optional: true })
  readonly allow_local_storage?: boolean;

  @field.flag({ what: 'Whether pods of kube-system may be moved that no disruption budget covers.', example: false, optional: true })
  readonly allow_system_pods?: boolean;
}
