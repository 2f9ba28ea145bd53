import { neverSilent } from './walk';

neverSilent('review');
