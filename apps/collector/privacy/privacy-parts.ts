import type { Provider, Type } from '@nestjs/common';

export const PRIVACY_CONTROLLERS: readonly Type<object>[] = [];
export const PRIVACY_PROVIDERS: readonly Provider[] = [];
