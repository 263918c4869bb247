import { FreshPrices } from './fresh-prices';
import { InterruptionJudge } from './interruption-judge';
import { ModelVerifier } from './model-verifier';
import { PriceJudge } from './price-judge';
import { RefreshNotes } from './refresh-notes';

/** What judges a model on new prices, and what is kept of its refreshes. Needs the registry and prices. */
export const REFRESH_PARTS = [FreshPrices, PriceJudge, InterruptionJudge, ModelVerifier, RefreshNotes];
