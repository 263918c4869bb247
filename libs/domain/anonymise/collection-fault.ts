import type { CollectionFault } from '@ml/contracts/collection';

/** What can be wrong with something that was posted, and what became of it. No text quotes a value: it may be somebody's name. */
const TEXTS = {
  NOT_A_RESOURCE: 'a resource is an object; it is left out',
  BAD_RESOURCE_ID: 'the resource id is a text of 1 to 2048 characters; the resource is left out',
  BAD_COST: 'the monthly cost is a number from 0 to 1,000,000,000 USD; the resource is left out',
  NEGATIVE_COST: 'a resource costs 0 USD a month or more, credits are no resources; it is left out',
  DUPLICATE_RESOURCE: 'the resource is there before with the same scenario; this one is left out',
  UNKNOWN_RESOURCE_TYPE: 'not every word of the resource type is known: kept as other (COLLECT_WORDS adds words)',
  UNKNOWN_SCENARIO: 'not every word of the detection scenario is known: kept as other (COLLECT_WORDS adds words)',
  UNKNOWN_CONFIDENCE: 'the confidence level is critical, high, medium or low: kept as other',
  UNKNOWN_REGION: 'no cloud has a region of this name: kept as other',
  BAD_CREATED_AT: 'the time of creation is an RFC 3339 time with a zone: kept with age 0 and without temporal features',
  CREATED_IN_FUTURE: 'the resource was created after it was detected: kept with age 0',
  VERY_OLD: 'the resource is ten years old or older: kept with its age',
  TOO_OLD: 'the resource is older than any cloud: kept with the age of 30 years and without temporal features',
  BAD_DETECTED_AT: 'the time of detection is an RFC 3339 time with a zone, from 1970 on: the end of the scan is kept',
  DETECTED_IN_FUTURE: 'the resource was detected after the scan ended: the end of the scan is kept',
  BAD_METRICS: 'metrics are an object of lists by name; they are left out',
  TOO_MANY_METRICS: 'a resource has 64 metrics at most; the others are left out',
  UNKNOWN_METRIC: 'not every word of the metric name is known: the metric is left out (COLLECT_WORDS adds words)',
  BAD_METRIC: 'a metric is a list of numbers, or timestamps and values of equal length; it is left out',
  EMPTY_METRIC: 'the metric has no sample; it is left out',
  BAD_SAMPLES: 'some samples are no finite numbers, or have no time: these are left out',
  FUTURE_SAMPLES: 'some samples are later than the scan: these are left out',
  SERIES_TOO_LONG: 'a series of 366 days at most is kept: what is older is left out',
  OLD_SERIES: 'the newest sample is more than a year older than the scan: the series is kept',
  BAD_CONFIG: 'the configuration is an object; it is left out',
  CONFIG_VALUE_REFUSED: 'the value is none that this field can have: it is left out',
  BAD_TAGS: 'tags are an object of texts; they are left out',
  TOO_MANY_TAGS: 'more tags than any cloud allows; those that are kept at all were looked for among them',
  TAG_VALUE_REFUSED: 'not every word of the value is known: the tag is left out (COLLECT_WORDS adds words)',
  BAD_PARENT: 'a parent is an object with a resource type and a resource id; it is left out',
  UNKNOWN_PARENT_TYPE: 'not every word of the type of the parent is known: kept as other (COLLECT_WORDS adds words)',
  UNKNOWN_PARENT_STATE: 'not every word of the state of the parent is known: kept as other (COLLECT_WORDS adds words)',
  UNKNOWN_INDUSTRY: 'the industry is not known: kept as other',
  UNKNOWN_COMPANY_SIZE: 'the size of the company is none of the list: left out',
} as const;

export type CollectionFaultCode = keyof typeof TEXTS;

/** @param path names that the caller chose are given by their place */
export const collectionFault = (path: string, code: CollectionFaultCode): CollectionFault => ({ path, code, text: TEXTS[code] });
