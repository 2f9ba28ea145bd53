import { neverSilent } from './walk';

neverSilent('focus');
