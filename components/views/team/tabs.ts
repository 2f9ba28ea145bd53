import { createDrill } from '@/lib/store/drill';

import { changesTab } from './changes/ChangesLevel';
import { movedLevel } from './changes/MovedLevel';
import { otherLevel } from './changes/OtherLevel';
import { dealLevel } from './DealLevel';
import { dealsLevel } from './DealsLevel';
import { focusTab } from './FocusLevel';
import { forecastTab } from './forecast/ForecastLevel';
import { letGoLevel } from './LetGoLevel';
import type { LevelView, TabView } from './level';
import { nowTab } from './now/NowLevel';
import { peopleTab } from './people/PeopleLevel';
import { planTab } from './PlanLevel';
import { processTab } from './ProcessLevel';
import { questionsTab } from './questions/QuestionsLevel';
import { agendaLevel } from './review/AgendaLevel';
import { reviewLevel } from './review/ReviewLevel';

/** The tabs of the side panel, in their order: a tab is its file and a line here. */
export const TABS: readonly [TabView, ...TabView[]] = [
  nowTab,
  focusTab,
  changesTab,
  planTab,
  peopleTab,
  forecastTab,
  processTab,
  questionsTab,
];

/** Levels that are reached from a tab. */
export const FURTHER: readonly LevelView[] = [
  movedLevel,
  otherLevel,
  dealsLevel,
  dealLevel,
  letGoLevel,
  reviewLevel,
  agendaLevel,
];

/** The side panel's own drill. */
export const teamDrill = createDrill(TABS, FURTHER);
