import { neverSilent } from './walk';

neverSilent('people', 30);
