import { neverSilent } from './walk';

neverSilent('options');
