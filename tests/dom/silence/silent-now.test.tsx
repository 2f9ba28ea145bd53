import { neverSilent } from './walk';

neverSilent('now', 46);
