import { keptLabel, OTHER } from './kept-name';
import { industryVocabulary } from './vocabulary';

const INDUSTRIES = industryVocabulary();
const MOST = 50;

/** `financial_services`; `other` when it is none that is known, null when there is none. */
export const keptIndustry = (industry: string | null | undefined): string | null => (industry === null || industry === undefined || industry === '' ? null : (keptLabel(industry.replaceAll(/\s*&\s*/g, ' and '), INDUSTRIES, MOST) ?? OTHER));
