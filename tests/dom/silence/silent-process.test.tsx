import { neverSilent } from './walk';

neverSilent('process', 65);
