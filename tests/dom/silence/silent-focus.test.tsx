import { neverSilent } from './walk';

neverSilent('focus', 27);
