import { neverSilent } from './walk';

neverSilent('agenda', 30);
