import { neverSilent } from './walk';

neverSilent('popup');
