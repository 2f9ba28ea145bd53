import { neverSilent } from './walk';

neverSilent('questions');
