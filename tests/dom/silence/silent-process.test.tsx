import { neverSilent } from './walk';

neverSilent('process');
