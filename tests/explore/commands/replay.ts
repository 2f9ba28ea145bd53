import { accuracyView } from '@/lib/answers/accuracy-view';
import { teamOf } from '@/lib/deal/hierarchy';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf } from '@/lib/forecast/outlook';
import { accuracyHubspot, ape, error } from '@/lib/forecast/past/accuracy';
import { replay, type ReplayRow } from '@/lib/forecast/past/replay';

import type { Command } from '../command';

const rowsOf = (facts: OrgFacts): ReplayRow[] =>
  Array.from(
    replay(facts.log, {
      at: facts.now,
      fiscal: facts.profile,
      periods: engineOf(facts).past,
      owners: teamOf(facts, facts.profile.userId).userIds,
    }),
    (row) => row ?? [],
  ).flat();

export const replayCommand: Command = {
  name: 'replay',
  usage:
    '   what would have been said of each past quarter on past days, in minor units, beside what closed, and how far off the middle was',
  run: ({ facts }) =>
    rowsOf(facts).map((row) => {
      const outcome = { forecast: row.p50, actual: row.actual };
      return { ...row, error: error(outcome), ape: ape(outcome), accuracyHubspot: accuracyHubspot(outcome) };
    }),
};

export const accuracyCommand: Command = {
  name: 'accuracy',
  usage: '   error, bias and how often the range held over the replayed quarters, by days before their end',
  run: ({ facts }) => accuracyView(facts, rowsOf(facts), [], []).summary,
};
