import { neverSilent } from './walk';

neverSilent('now');
