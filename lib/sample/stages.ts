/** Salesforce's standard ladder, shortened to seven steps, with its standard probabilities and categories. */
export const STAGES = [
  {
    name: 'Prospecting',
    probability: 10,
    category: 'Pipeline',
    categoryName: 'Pipeline',
    isClosed: false,
    isWon: false,
    medianDays: 12,
  },
  {
    name: 'Qualification',
    probability: 20,
    category: 'Pipeline',
    categoryName: 'Pipeline',
    isClosed: false,
    isWon: false,
    medianDays: 14,
  },
  {
    name: 'Needs Analysis',
    probability: 35,
    category: 'Pipeline',
    categoryName: 'Pipeline',
    isClosed: false,
    isWon: false,
    medianDays: 16,
  },
  {
    name: 'Proposal/Price Quote',
    probability: 60,
    category: 'BestCase',
    categoryName: 'Best Case',
    isClosed: false,
    isWon: false,
    medianDays: 24,
  },
  {
    name: 'Negotiation/Review',
    probability: 85,
    category: 'Forecast',
    categoryName: 'Commit',
    isClosed: false,
    isWon: false,
    medianDays: 15,
  },
  {
    name: 'Closed Won',
    probability: 100,
    category: 'Closed',
    categoryName: 'Closed',
    isClosed: true,
    isWon: true,
    medianDays: 0,
  },
  {
    name: 'Closed Lost',
    probability: 0,
    category: 'Omitted',
    categoryName: 'Omitted',
    isClosed: true,
    isWon: false,
    medianDays: 0,
  },
] as const;

export const WON = 5;
export const LOST = 6;
