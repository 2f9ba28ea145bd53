import { neverSilent } from './walk';

neverSilent('changes', 24);
