import { dates } from './dates';
import { flow } from './flow';
import { focus } from './focus';
import { forecast } from './forecast';
import { pacing } from './pacing';
import { people } from './people';
import { pipeline } from './pipeline';
import { score } from './score';
import { things } from './things';

/** What each rule of the glossary means, a file a chapter. */
export const en = { ...things, ...pipeline, ...flow, ...dates, ...focus, ...pacing, ...forecast, ...score, ...people };
