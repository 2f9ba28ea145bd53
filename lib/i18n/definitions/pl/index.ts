import type { en } from '../en';
import type { DefinitionText } from '../text';
import { dates } from './dates';
import { flow } from './flow';
import { focus } from './focus';
import { forecast } from './forecast';
import { pacing } from './pacing';
import { people } from './people';
import { pipeline } from './pipeline';
import { score } from './score';
import { things } from './things';

export const pl: Record<keyof typeof en, DefinitionText> = {
  ...things,
  ...pipeline,
  ...flow,
  ...dates,
  ...focus,
  ...pacing,
  ...forecast,
  ...score,
  ...people,
};
