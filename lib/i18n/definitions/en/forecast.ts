import type { DefinitionText } from '../text';

export const forecast = {
  p10: {
    means: 'Low end: nine times out of ten the period brings at least this.',
    formula: '10 % quantile of won + open deals + create-and-close deals',
    example: 'Won 50, two deals of 100 at 50 % each: 50.',
    trap: 'The quantile of the sum, not the sum of quantiles.',
  },
  p50: {
    means: 'Middle: the period is as likely to bring more as less.',
    formula: 'median of won + open deals + create-and-close deals',
    example: 'Won 50, two deals of 100 at 50 % each: 50 + 100 = 150.',
  },
  p90: {
    means: 'High end: one time out of ten the period brings this or more.',
    formula: '90 % quantile of won + open deals + create-and-close deals',
    example: 'Won 50, two deals of 100 at 50 % each: 50 + 100 + 100 = 250.',
    trap: 'Where nine times out of ten the same amount comes, the range runs on to the mean of what else may come.',
  },
  pReachQuota: {
    means: 'How likely the quota is to be reached.',
    formula: 'P(closed won + Σ won open deals + create-and-close deals ≥ quota)',
    example: 'Missing 100, two deals of 100 at 50 % each: 1 − 0.5 × 0.5 = 75 %.',
    trap: 'All deals share one common shock, so a bad quarter hits all of them. An estimate from your own history, no promise.',
  },
  newBusiness: {
    means: 'What deals that do not exist yet usually still bring.',
    formula:
      'mean of what past quarters booked, from as many days before their end, from deals that did not exist at that point; each moved to how many deals come in now, with what amounts, and what such deals brought lately',
    example: '(100 + 300) ÷ 2 = 200.',
  },
  expectedFromOpen: {
    means: 'What the forecast expects the open deals to bring by the end of the quarter, on average.',
    formula:
      'Σ amount that the deal is expected to be signed for × chance to be won in the quarter, whatever its close date',
    example: '100 × 0.5 + 50 × 0.2 = 60.',
    trap: 'An average hides the spread: one large deal is either all of it or nothing. By the CRM’s own probabilities it is the weighted pipeline.',
  },
  pipelineNeededByChance: {
    means:
      'The new pipeline that has to be created to reach the quota, where open deals bring what the forecast expects.',
    formula:
      '(quota − won − expected from open deals) ÷ what deals created at this point of past periods turned into; at least 0',
    example: '(1,000 − 400 − 300) ÷ 0.1 = 3,000.',
    trap: 'Late in a period little of what is created still closes in it, so the number grows quickly.',
  },
  commonShock: {
    title: 'Common shock',
    means: 'What moves all deals of a quarter together, up or down.',
    formula:
      'one normal shift of every deal’s log-odds; its mean and spread come from finished quarters, the spread is 0.25 before there are any',
    example: 'In a bad quarter a deal of 50 % becomes one of 44 %, and so do all the others.',
    trap: 'Treating deals as independent makes ranges far too narrow.',
  },
  quarterEffect: {
    means: 'What winning or losing this one deal does to the quota.',
    formula:
      'chance of the quota if this deal is won, and if it is lost; chance × if won + (1 − chance) × if lost = now',
    example: 'Missing 100, this deal 100 at 50 %, another like it: 0.5 × 1 + 0.5 × 0.5 = 75 %.',
    trap: 'A deal that is won says a little about the quarter and so about the other deals.',
  },
  planChance: {
    means: 'How likely the named deals alone are to close the gap.',
    formula: 'P(Σ won deals of plan A ≥ gap to quota)',
    example: 'Gap 200, two deals of 100 at 50 % each: 0.5 × 0.5 = 25 %.',
    trap: 'It is low when nearly all of them must be won.',
  },
  planCumulative: {
    means: 'What the plan adds up to, down to this deal.',
    formula: 'closed won + Σ amount of plan A up to this deal',
    example: '480 + 100 + 200 = 780.',
  },
  missShare: {
    means: 'In how many of the missed quarters something happens.',
    formula:
      'the rest of the quarter is played 10,000 times by the forecast’s own chances; runs below the quota in which it happens ÷ runs below the quota, beside the same share of the other runs',
    example: 'Missing 100, one open deal of 100: in 100 % of the misses it is not won, in 0 % of the hits.',
    trap: 'What is frequent in the hits too says nothing about misses, so only differences are told.',
  },
  usualEffort: {
    means: 'How many deals the team usually still brings to an end from here on.',
    formula:
      'median over the last four quarters of deals won or lost in as many last days of the quarter as are left now; at least 1',
    example: '8, 12, 10 and 40 deals: 11.',
    trap: 'Deals that were closed in one sweep count too; the median of four quarters bears one of them.',
  },
  stepLift: {
    means: 'How much more often deals were won after such a step.',
    formula:
      'deals of the last eight quarters that were open with as many days left: share won of those with the step in the 14 days before − share won of those without, compared within quarter and stage; 95 % interval; at least 20 of each',
    example: '10 of 20 with a step, 5 of 20 without: 50 % − 25 % = 25 points.',
    trap: 'It goes with more wins and need not cause them: steps are taken on deals that go well.',
  },
  blankCost: {
    means: 'How much narrower the forecast becomes once blanks are filled.',
    formula:
      'p90 − p10 with each blank open to what deals in the same stage have (a close date: to days to come), less its mean over ways in which all are filled',
    example: 'One sure deal of 100 or of 300: the range is 200 wide, once the amount is known it is 0: 200.',
    trap: 'It is a mean: an amount that turns out to be large widens the range.',
  },
  completeness: {
    means: 'How much of what is asked for on open deals is there.',
    formula: '1 − blanks ÷ (open deals × fields); a close date that has gone by counts as a blank',
    example: '10 deals, 4 fields, 5 blanks: 1 − 5 ÷ 40 = 87.5 %.',
  },
  call: {
    means: 'The number a person stands for.',
    formula: 'the newest amount that a person submitted for their own period',
    example: 'Submitted 100, later 90: 90.',
  },
  adjustment: {
    means: 'What somebody else, usually the manager, says instead.',
    formula:
      'the newest amount that another person gave for that person’s period; kept beside the submission, never over it',
    example: 'Submitted 100, manager 80: both are shown.',
  },
  error: {
    means: 'How far a forecast was from what came.',
    formula: 'forecast − actual',
    example: '50 − 60 = −10: 10 too low.',
  },
  ape: {
    title: 'Absolute percentage error',
    means: 'How far one forecast was off, in percent.',
    formula: '|error| ÷ actual',
    example: '(60 − 50) ÷ 60 = 16.7 %.',
    trap: 'Undefined where nothing was won.',
  },
  wape: {
    means: 'How far forecasts were off on the whole.',
    formula: 'Σ |error| ÷ Σ actual',
    example: '(10 + 30) ÷ (60 + 60) = 33 %.',
    trap: 'A mean of percentages would let small periods decide. Over the replayed quarters, each from what was known on its day.',
  },
  naiveWape: {
    means: 'How far off a forecast without any model would have been.',
    formula: 'Σ |won by then + mean of what earlier periods won after this point − actual| ÷ Σ actual',
    example: '(75 − 60) ÷ 60 = 25 %.',
  },
  bias: {
    means: 'Whether forecasts are usually too high or too low.',
    formula: 'Σ error ÷ Σ actual; above 0 over-called, below 0 under-called',
    example: '(−10 + 30) ÷ (60 + 60) = 17 %: over-called.',
    trap: 'Errors of both signs cancel. Read it together with the forecast error.',
  },
  accuracyHubspot: {
    title: 'Accuracy as HubSpot counts it',
    means: 'The same error, told as accuracy.',
    formula: 'max(0, 1 − |actual − forecast| ÷ actual)',
    example: '1 − (60,000 − 50,000) ÷ 60,000 = 83.3 %.',
    trap: 'A forecast of more than twice the actual counts as 0 %, however far off.',
  },
  intervalCoverage: {
    means: 'How often the result was inside the range that was given.',
    formula: 'periods whose bookings lay inside the range ÷ periods with a range',
    example: '11 ÷ 14 = 79 %.',
    trap: 'An 80 % range should hold 8 of 10. Much more is as wrong as much less.',
  },
  missAutopsy: {
    means: 'Where the difference between a call and the result came from.',
    formula: 'lost + slipped + decreased + moved away − (increased + pulled in + created and won)',
    example: '30 + 20 + 5 − (10 + 15 + 40) = −10: 10 more came than was called.',
    trap: 'The parts add up to the error exactly.',
  },
  conversionAtLock: {
    title: 'Conversion of a category',
    means: 'How much of what was called in a category was won.',
    formula: 'won ÷ called at the snapshot, by category',
    example: '85 ÷ 100 = 85 %.',
  },
  tooWide: {
    title: 'Low confidence',
    means: 'The range is so wide that its middle means little.',
    formula: '(P90 − P10) ÷ P50 above 1',
    example: '(1.11 − 0.46) ÷ 0.6 = 1.08: too wide.',
  },
} as const satisfies Record<string, DefinitionText>;
