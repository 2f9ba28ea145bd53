import { neverSilent } from './walk';

neverSilent('plan', 48);
