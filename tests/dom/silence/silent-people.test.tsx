import { neverSilent } from './walk';

neverSilent('people');
