/** What `decide` is given and what it may return, as JSON Schema (2020-12). What is not required may be left out. */
const free = { type: 'object' } as const;
const text = { type: 'string' } as const;
const target = { type: 'object', required: ['kind', 'name'], properties: { kind: text, name: text, namespace: text } } as const;
const reason = { type: 'object', required: ['code', 'text'], properties: { code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]+$' }, text: { type: 'string', maxLength: 2_000 } } } as const;
const listOf = (items: object): object => ({ type: 'array', maxItems: 1_000, items });

export const INPUT_SCHEMA: Readonly<Record<string, unknown>> = {
  type: 'object',
  required: ['request', 'state', 'facts', 'memory', 'config', 'now'],
  properties: {
    request: { type: 'object', description: 'cluster_id, customer_id, decision_type, requirements, constraints, cause' },
    state: { type: 'object', description: 'what the built-in engine of this type has read of current_state' },
    facts: { type: 'object', properties: { prices: { type: ['object', 'null'], description: 'price snapshot of the region' }, pools: { type: ['object', 'null'], description: 'of a spot_optimizer: what was learned of interruptions' } } },
    memory: listOf({ type: 'object', required: ['key', 'value', 'expires_at'] }),
    config: free,
    now: { type: 'number', description: 'milliseconds since the epoch' },
  },
};

const recommendation = {
  type: 'object',
  required: ['action', 'target', 'reasons'],
  properties: {
    ...{ action: text, target, reasons: listOf(reason), details: free },
    estimated_monthly_savings: { type: 'number', minimum: 0, default: 0, description: 'USD a month; rounded to cents' },
    risk: { enum: ['low', 'medium', 'high'], default: 'medium' },
  },
};

const step = {
  type: 'object',
  required: ['action', 'target'],
  properties: {
    ...{ action: text, target, details: free, rollback: { type: ['string', 'null'] }, requires_approval: { type: 'boolean' } },
    phase: { type: 'string', default: 'change' },
    estimated_duration_seconds: { type: 'integer', minimum: 0, maximum: 86_400, default: 0 },
    depends_on: { type: 'array', items: { type: 'integer', minimum: 1 }, default: [], description: 'places in the list, from 1; only steps before this one' },
    reversible: { type: 'boolean', default: false, description: 'what is not comes last, needs approval, and depends on a step that is' },
  },
};

const decision = {
  type: 'object',
  required: ['verdict', 'confidence_score'],
  properties: {
    verdict: { enum: ['act', 'hold', 'infeasible'] },
    confidence_score: { type: 'number', minimum: 0, maximum: 1 },
    recommendations: listOf(recommendation),
    held: listOf({ ...reason, required: ['code', 'text', 'target'], properties: { ...reason.properties, target, details: free } }),
    estimated_savings: { type: 'number', minimum: 0, description: 'USD a month; the sum of the recommendations when left out, and nothing else where they are no alternatives' },
    execution_plan: listOf(step),
    preconditions: listOf({ type: 'object', required: ['code', 'target'], properties: { code: text, target, text } }),
    valid_until: { type: 'string', format: 'date-time', description: 'an hour from now when left out, 31 days at most' },
    warnings: listOf(reason),
    missing: listOf(text),
    extra: { type: 'object', description: 'further fields of the answer, at its top level' },
  },
};

export const OUTPUT_SCHEMA: Readonly<Record<string, unknown>> = {
  type: 'object',
  required: ['decision'],
  properties: { decision, remember: listOf({ type: 'object', required: ['key', 'value', 'expires_at'], properties: { key: text, value: {}, expires_at: { type: 'string', format: 'date-time' } } }) },
};
