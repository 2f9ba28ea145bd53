/** Salesforce's standard ladder, shortened to seven steps, with its standard probabilities and categories; `workdays` is the usual stay. */
export const STAGES = [
  {
    name: 'Prospecting',
    probability: 10,
    category: 'Pipeline',
    categoryName: 'Pipeline',
    isClosed: false,
    isWon: false,
    workdays: 17,
  },
  {
    name: 'Qualification',
    probability: 20,
    category: 'Pipeline',
    categoryName: 'Pipeline',
    isClosed: false,
    isWon: false,
    workdays: 20,
  },
  {
    name: 'Needs Analysis',
    probability: 35,
    category: 'Pipeline',
    categoryName: 'Pipeline',
    isClosed: false,
    isWon: false,
    workdays: 22,
  },
  {
    name: 'Proposal/Price Quote',
    probability: 60,
    category: 'BestCase',
    categoryName: 'Best Case',
    isClosed: false,
    isWon: false,
    workdays: 33,
  },
  {
    name: 'Negotiation/Review',
    probability: 85,
    category: 'Forecast',
    categoryName: 'Commit',
    isClosed: false,
    isWon: false,
    workdays: 20,
  },
  {
    name: 'Closed Won',
    probability: 100,
    category: 'Closed',
    categoryName: 'Closed',
    isClosed: true,
    isWon: true,
    workdays: 0,
  },
  {
    name: 'Closed Lost',
    probability: 0,
    category: 'Omitted',
    categoryName: 'Omitted',
    isClosed: true,
    isWon: false,
    workdays: 0,
  },
] as const;

export const WON_STAGE = 5;
export const LOST_STAGE = 6;
