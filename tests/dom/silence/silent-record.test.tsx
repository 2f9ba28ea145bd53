import { neverSilent } from './walk';

neverSilent('record', 100);
