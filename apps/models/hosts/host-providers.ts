import type { Provider } from '@nestjs/common';
import { ModelSlots } from '../serving/model-slots';
import { Serving } from '../serving/serving';
import { HostNursery } from './host-nursery';
import { HostSlots } from './host-slots';

/** What runs models, under each of its names. */
export const HOST_PROVIDERS: Provider[] = [HostNursery, HostSlots, { provide: ModelSlots, useExisting: HostSlots }, { provide: Serving, useExisting: HostSlots }];
