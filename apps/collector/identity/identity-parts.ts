import type { Provider } from '@nestjs/common';
import { Identity } from './identity';

export const IDENTITY_PROVIDERS: readonly Provider[] = [Identity];
