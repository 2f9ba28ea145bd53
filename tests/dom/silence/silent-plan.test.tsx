import { neverSilent } from './walk';

neverSilent('plan');
