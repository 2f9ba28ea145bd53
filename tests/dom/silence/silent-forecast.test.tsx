import { neverSilent } from './walk';

neverSilent('forecast', 50);
