import { neverSilent } from './walk';

neverSilent('review', 30);
