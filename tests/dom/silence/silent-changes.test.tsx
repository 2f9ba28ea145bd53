import { neverSilent } from './walk';

neverSilent('changes');
