import type { RepCard } from '@/lib/answers/leading/people-view';
import { t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { percent } from '../../shared/chance';

type Row = RepCard['compared'][number];

/** What a difference is, in a few words and as a sentence. */
export const habitText = ({ habit, stageLabel = '' }: Row): string => t(`people.habit.${habit}`, { stage: stageLabel });

export const developText = ({ habit, stageLabel = '', share, peers }: Row): string =>
  t(`people.develop.${habit}`, { stage: stageLabel, share: percent(share), peers: percent(peers.share) });

/** The figure of the glossary that it is counted by. */
export const HABIT_METRIC = {
  conversion: 'stageConversion',
  dwell: 'stageDwellP80',
  pushes: 'pushEvents',
  activity: 'openPipeline',
  cuts: 'amount',
} as const satisfies Record<Row['habit'], DefinedMetric>;
