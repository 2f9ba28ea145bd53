/** What a person decided in the review of a month, by the key of each proposal. */
export interface MonthReview {
  /** When it was last written, ms. */
  reviewedAt: number;
  decided: Record<string, Decision>;
}

/** `text`: the proposal in words, as it was read then; `change`: the kept change that follows what was accepted. */
export interface Decision {
  verdict: 'accepted' | 'declined';
  text: string;
  change?: string;
}
