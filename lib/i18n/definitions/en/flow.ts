import type { DefinitionText } from '../text';

export const flow = {
  flowIdentity: {
    means: 'Check that the movements explain the whole difference between two days.',
    formula:
      'start + new + moved in + reopened + scope in + unomitted + increased − decreased − won − lost − pushed out − pulled out − scope out − omitted − deleted − end',
    example: '100 + 50 − 30 − 120 = 0.',
    trap: 'It is 0 to the cent. Anything else is a mistake of the program.',
  },
  new: {
    means: 'Deals that were created in between.',
    formula:
      'deals that did not exist at the first date, at their amount at the second; also those won or lost in between',
    example: '100 still open + 30 already won = 130.',
    trap: 'A deal created and closed in between stands in new and in won or lost, so that bookings agree.',
  },
  movedIn: {
    title: 'Moved in',
    means: 'Deals whose close date moved into the period.',
    formula: 'pulled in + pushed in',
    example: '70 + 30 = 100.',
    trap: 'The CRM’s own figure can be smaller: it may look only a few months beyond the period.',
  },
  pulledIn: {
    means: 'Deals that are now expected earlier, inside the period.',
    formula: 'deals whose close date was after the period and is now in it',
    example: 'A deal of 100 moves from January to November: 100.',
  },
  pushedIn: {
    means: 'Deals that were expected before the period and are now expected in it.',
    formula: 'deals whose close date was before the period and is now in it',
    example: 'A deal of 100 moves from September to November: 100.',
    trap: 'More pipeline, but no good news: most of these deals slipped.',
  },
  reopened: {
    means: 'Deals that were closed and are open again.',
    formula: 'deals that were won or lost at the first date and are open at the second',
    example: 'A lost deal of 100 is open again: 100.',
  },
  scopeIn: {
    means: 'Deals that came from somebody outside the team you look at.',
    formula: 'deals whose owner was outside the scope and is now inside',
    example: 'A deal of 100 handed over to the team: 100.',
    trap: 'No new business: somebody else has it less.',
  },
  unomitted: {
    means: 'Deals that count in the forecast again.',
    formula: 'deals that were omitted from the forecast and no longer are',
    example: 'Omitted, then pipeline, at 100: 100.',
  },
  increased: {
    means: 'What amounts have risen by.',
    formula: 'rise of the amount, also of deals that then left',
    example: '(130 − 100) + (15 − 10) = 35; the second of these deals was then won.',
    trap: 'A deal that leaves first carries its change of amount here, so that it leaves at its last amount.',
  },
  decreased: {
    means: 'What amounts have fallen by.',
    formula: 'fall of the amount, also of deals that then left',
    example: '(100 − 70) + (10 − 5) = 35; the second of these deals was then lost.',
    trap: 'In corporate currency: a close date that moves to another exchange rate counts here, or in increased, as the sums of both days have it.',
  },
  won: {
    means: 'What was won in between.',
    formula: 'deals won in between with a close date in the period, at their amount when won',
    example: 'Open at 100, won at 120: 120 here, 120 − 100 = 20 in increased.',
  },
  lost: {
    means: 'What was lost in between.',
    formula: 'deals lost in between, at their amount when lost',
    example: 'Open at 100, lost at 90: 90 here, 100 − 90 = 10 in decreased.',
  },
  pushedOut: {
    means: 'Deals that slipped past the period.',
    formula: 'deals whose close date moved to after the period',
    example: 'A deal of 100 moves from November to January: 100.',
  },
  pulledOut: {
    means: 'Deals that are now expected before the period.',
    formula: 'deals whose close date moved to before the period',
    example: 'A deal of 100 moves from November to September: 100.',
    trap: 'It left this period, not the pipeline.',
  },
  scopeOut: {
    means: 'Deals that went to somebody outside the team you look at.',
    formula: 'deals whose owner was inside the scope and is now outside',
    example: 'A deal of 100 handed to another team: 100.',
  },
  omitted: {
    means: 'Deals that no longer count in the forecast.',
    formula: 'deals that are now omitted from the forecast and were not',
    example: 'Pipeline, then omitted, at 100: 100.',
  },
  deleted: {
    means: 'Deals that are gone.',
    formula: 'deals that were deleted in the CRM, or that you can no longer see',
    example: 'A deal of 100 is deleted: 100.',
    trap: 'The CRM does not say which of the two it was.',
  },
  trend: {
    means: 'Whether a deal got better or worse between two days.',
    formula:
      'up: won, or closes earlier, is further on or worth more; down: lost, or the opposite; mixed: some up and some down; idle: none of these changed',
    example: 'Close date a month later, amount higher: mixed.',
    trap: 'Won or lost decides alone, whatever else changed. Its amount is compared in its own money: another exchange rate alone moves nothing.',
  },
  bookingsIdentity: {
    means: 'Check that bookings at the end are explained by what happened to them.',
    formula:
      'won at the start + won in between − what was won and no longer is + later changes of amounts − won at the end',
    example: '100 + 50 − 20 − 5 − 125 = 0.',
    trap: 'It is 0 to the cent.',
  },
} as const satisfies Record<string, DefinitionText>;
