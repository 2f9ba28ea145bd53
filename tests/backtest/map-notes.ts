import type { Leak } from '@/lib/scoring/leaks';
import type { RowsNote } from '@/lib/scoring/prepare-rows';
import type { ScoreRung } from '@/lib/scoring/score-ladder';

/** What the rows cannot teach, in a sentence. */
export function noteText(note: RowsNote): string {
  switch (note.id) {
    case 'noRows':
      return 'there is no row to learn from.';
    case 'oneOutcome':
      return 'the rows to learn from all ended alike: nothing can be told apart.';
    case 'fewRows':
      return `there are only ${note.rows} rows to learn from.`;
    case 'leak':
      return `column ${note.column} is a probable leak and is left out: ${whyText(note.leak)}`;
    case 'tooGood':
      return (
        `the whole model ranks ${(100 * note.auc).toFixed(1)} % of the won above the lost. No honest one does: some column was ` +
        'probably written when deals ended.'
      );
    case 'empty':
      return `column ${note.column} is empty in the rows to learn from: it is left out.`;
  }
}

function whyText(leak: Leak): string {
  switch (leak.why) {
    case 'ranks':
      return `alone it ranks ${(100 * leak.auc).toFixed(1)} % of the won above the lost, as only what is written at the end can.`;
    case 'word':
      return `of ${leak.n} rows with “${leak.word}” ${leak.won} were won.`;
    case 'filled':
      return `of ${leak.n} rows that have it ${leak.won} were won: it was filled in when they ended.`;
    case 'empty':
      return `of ${leak.n} rows without it ${leak.won} were won, and nearly all with it ended the other way.`;
    case 'not':
      return `of ${leak.n} rows where it is not ${leak.value} ${leak.won} were won: it was written when they ended.`;
  }
}

/** Why the gate is as it is, in a sentence. */
export function rungText({ step, reason }: ScoreRung): string {
  if (step === 'full') return 'the gate is passed.';
  switch (reason.id) {
    case 'fewDeals':
      return (
        `refused: ${reason.won} won and ${reason.lost} lost deals to learn from, ${reason.needed} of each are needed for ` +
        `${step === 'early' ? 'more than an early model' : 'more'}.`
      );
    case 'forcedRules':
      return 'refused: rules are asked for.';
    case 'skilled':
    case 'stillBetter':
    case 'notBetterThanStages':
    case 'maybeLuck':
    case 'onlyTiming':
    case 'notCalibrated':
    case 'tooFewHeldOut':
      return (
        {
          skilled: 'refused',
          stillBetter: 'still better',
          notBetterThanStages: 'refused: not clearly better than the base rate and the table of one column',
          maybeLuck: 'refused: its gain over the base rate and the table may be luck',
          onlyTiming: 'refused: it tells when deals end, not which are won',
          notCalibrated: 'refused: its chances are not calibrated',
          tooFewHeldOut: 'refused: too few deals were held out to tell',
        }[reason.id] + ` (log loss saved ${(100 * reason.skill).toFixed(1)} %, on ${reason.n} held-out rows).`
      );
  }
}
