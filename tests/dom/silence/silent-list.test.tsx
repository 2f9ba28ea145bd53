import { neverSilent } from './walk';

neverSilent('list', 30);
