import { neverSilent } from './walk';

neverSilent('list');
