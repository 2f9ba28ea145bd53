import { neverSilent } from './walk';

neverSilent('forecast');
