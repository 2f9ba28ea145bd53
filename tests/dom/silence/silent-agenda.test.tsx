import { neverSilent } from './walk';

neverSilent('agenda');
