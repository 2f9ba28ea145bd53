/**
 * A dated change of how the team sells, as a person keeps it: what was changed, and what it is measured by from then on. `day` is a day; the
 * others are words of an experiment, looked up when it is asked about: one that is not there any more is answered with one that is.
 */
export interface KeptChange {
  day: string;
  text: string;
  measure: string;
  stage?: string;
  by?: string;
  word?: string;
  /** What it was hoped to do, in the unit of the measure: a share, days or money. */
  expected?: number;
}
