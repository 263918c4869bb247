import { inject } from 'vitest';
import { buildServices } from '../../tools/local/build-services';
import { silentReport } from '../../tools/local/report';

/** The bundles of the services as the sources have them now: for a spec whose service runs a thread, which knows no compiler. */
export const builtServices = (): void => buildServices(inject('servers').root, silentReport);
