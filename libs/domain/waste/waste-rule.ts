import { WASTE_NUMBERS, WASTE_TEXTS, type WasteFeatures } from '../features/waste-features';

/** From here on a resource is flagged as waste. */
export const WASTE_THRESHOLD = 0.7;

/** Where nothing else is known: how sure the scan was is how often it is right. */
const OF_CONFIDENCE = new Map([['critical', 0.85], ['high', 0.7], ['medium', 0.5], ['low', 0.3]]);
const OF_ANY_CONFIDENCE = 0.4;

/** Nobody can use it as it is, so nobody misses it. */
const UNREACHABLE = /unattached|unassociated|orphan|detached|no_(?:targets?|backends?|listeners?|subnets?|rules?)|unused|deallocated|stopped|never_used|empty/;
/** In log-odds, as everything below. */
const WHEN_UNREACHABLE = 0.5;

const OF_PARENT = new Map([['running', -0.8], ['stopped', 0.4], ['terminated', 0.8], ['deleted', 0.8]]);

/** Days: what is new may still be on its way into use, what has been left for long is forgotten. */
const NEW_DAYS = 7;
const OLD_DAYS = 90;
const WHEN_NEW = -0.8;
const WHEN_OLD = 0.4;

/** Percent of a processor: beyond it somebody works there. */
const BUSY_PERCENT = 20;
const WHEN_BUSY = -1.5;

/**
 * How likely a resource is waste when no model says so: how sure the scan was, moved by what speaks for and against it. Published numbers of nobody: it keeps the order in which
 * a person would look, and is replaced by the first model that has learned from what people did.
 */
export const wasteRule = (features: WasteFeatures): number => {
  const text = (name: (typeof WASTE_TEXTS)[number]): string => features.texts[WASTE_TEXTS.indexOf(name)] ?? '';
  const number = (name: (typeof WASTE_NUMBERS)[number]): number => features.numbers[WASTE_NUMBERS.indexOf(name)] ?? Number.NaN;
  const share = OF_CONFIDENCE.get(text('confidence_level')) ?? OF_ANY_CONFIDENCE;
  const age = number('resource_age_days');
  const odds = [
    Math.log(share / (1 - share)),
    UNREACHABLE.test(text('detection_scenario')) ? WHEN_UNREACHABLE : 0,
    OF_PARENT.get(text('parent_resource_state')) ?? 0,
    age < NEW_DAYS ? WHEN_NEW : 0,
    age >= OLD_DAYS ? WHEN_OLD : 0,
    number('cpu_p95') > BUSY_PERCENT ? WHEN_BUSY : 0,
  ];
  return 1 / (1 + Math.exp(-odds.reduce((sum, part) => sum + part, 0)));
};
