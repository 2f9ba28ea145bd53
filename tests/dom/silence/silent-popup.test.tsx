import { neverSilent } from './walk';

neverSilent('popup', 25);
