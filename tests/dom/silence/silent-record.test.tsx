import { neverSilent } from './walk';

neverSilent('record');
