import { choice, decimal, defineSettings, integer, optional, secret, text, url } from './settings';

/** What every service of the fleet understands. */
export const serviceSettings = defineSettings({
  natsUrl: url({ env: 'NATS_URL', default: 'nats://127.0.0.1:4222', protocols: ['nats', 'tls'], why: 'where the bus is' }),
  natsUser: optional(text({ env: 'NATS_USER', why: "this service's own user: only its own subjects are open to it" })),
  natsPassword: optional(secret({ env: 'NATS_PASSWORD', why: 'password of NATS_USER' })),
  blobStore: choice({ env: 'BLOB_STORE', of: ['nats', 's3'], default: 'nats', why: 'where snapshots, models, exports and large messages lie; one value for the whole fleet' }),
  blobS3Bucket: optional(text({ env: 'BLOB_S3_BUCKET', why: 'with BLOB_STORE=s3: the bucket; credentials are those of the AWS SDK' })),
  blobS3Prefix: text({ env: 'BLOB_S3_PREFIX', default: 'ml/', why: 'before the names of the objects' }),
  blobS3Endpoint: optional(url({ env: 'BLOB_S3_ENDPOINT', protocols: ['http', 'https'], why: 'a store that speaks S3 instead of AWS; buckets are named in the path' })),
  blobS3Region: text({ env: 'BLOB_S3_REGION', default: 'us-east-1', why: 'of the bucket' }),
  redisUrl: optional(url({ env: 'REDIS_URL', protocols: ['redis', 'rediss'], why: 'cache; without it everything is computed anew' })),
  opsHost: text({ env: 'OPS_HOST', default: '0.0.0.0', why: 'address of the probes and of Prometheus metrics' }),
  opsPort: integer({ env: 'OPS_PORT', default: 9090, min: 0, max: 65_535, unit: 'port', why: '/livez, /readyz and /metrics; 0 takes a free one' }),
  logLevel: choice({
    env: 'LOG_LEVEL',
    of: ['DEBUG', 'INFO', 'WARN', 'ERROR', 'debug', 'info', 'warn', 'error'],
    default: 'INFO',
    why: 'how much is logged',
  }),
  logFormat: choice({ env: 'LOG_FORMAT', of: ['json'], default: 'json', why: 'one JSON object a line' }),
  logFile: optional(text({ env: 'LOG_FILE', why: 'written instead of standard output' })),
  otlpEndpoint: optional(url({ env: 'OTEL_EXPORTER_OTLP_ENDPOINT', why: 'where traces go; without it they are only passed on' })),
  traceShare: decimal({ env: 'OTEL_TRACES_SAMPLER_ARG', default: 1, min: 0, max: 1, unit: 'share', why: 'share of new traces that is recorded' }),
  clockOffsetMs: integer({
    env: 'CLOCK_OFFSET_MS',
    default: 0,
    min: -1e12,
    max: 1e12,
    unit: 'ms',
    why: 'shifts the clock of one process, for tests of several',
  }),
  drainSeconds: integer({ env: 'DRAIN_SECONDS', default: 25, min: 1, max: 600, unit: 's', why: 'how long running work may finish after SIGTERM' }),
});

export type ServiceSettings = typeof serviceSettings;
