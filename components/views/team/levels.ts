import type { ComponentType } from 'react';

import type { LevelKind } from '@/lib/store/team';

import { ChangesLevel } from './ChangesLevel';
import { DealLevel } from './DealLevel';
import { DealsLevel } from './DealsLevel';
import { FocusLevel } from './FocusLevel';
import { ForecastLevel } from './ForecastLevel';
import type { LevelProps } from './level';
import { MovedLevel } from './MovedLevel';
import { NowLevel } from './NowLevel';
import { PlanLevel } from './PlanLevel';
import { ProcessLevel } from './ProcessLevel';

/** The view of each kind of level. */
export const LEVELS: { [Kind in LevelKind]: ComponentType<LevelProps<Kind>> } = {
  team: NowLevel,
  changes: ChangesLevel,
  moved: MovedLevel,
  deals: DealsLevel,
  deal: DealLevel,
  plan: PlanLevel,
  accuracy: ForecastLevel,
  focus: FocusLevel,
  process: ProcessLevel,
};
