import type { Provider, Type } from '@nestjs/common';

export const STORING_CONTROLLERS: readonly Type<object>[] = [];
export const STORING_PROVIDERS: readonly Provider[] = [];
