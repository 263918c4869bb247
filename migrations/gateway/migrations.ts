import { createApiKeys } from './20261121090000-create-api-keys';

/** In order; only ever appended to. */
export const gatewayMigrations = [createApiKeys];
