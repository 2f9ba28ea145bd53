import type { ComponentType } from 'react';

import type { LevelKind } from '@/lib/store/team';

import { DealLevel } from './DealLevel';
import { DealsLevel } from './DealsLevel';
import type { LevelProps } from './level';
import { NowLevel } from './NowLevel';

/** The view of each kind of level. */
export const LEVELS: { [Kind in LevelKind]: ComponentType<LevelProps<Kind>> } = {
  team: NowLevel,
  deals: DealsLevel,
  deal: DealLevel,
};
