/** How far a deal is by the playbook, by the ids of the playbook's items. */
export interface DealSteps {
  /** Reached, with what shows it. */
  milestones: Record<string, { at: number; evidence: string }>;
  obstacles: Record<string, { state: 'open' | 'mitigated'; at: number }>;
  /** Content that was sent against an obstacle, and whether it helped. */
  sent: { content: string; obstacle?: string; at: number; outcome?: 'helped' | 'didNot' }[];
  scores: Record<string, Score>;
}

/** One element of a scorecard. `suggested` is what a field of the CRM says; `confirmed` by the manager of that name. */
interface Score {
  state: 'empty' | 'suggested' | 'noted' | 'confirmed';
  text?: string;
  by?: string;
}
