import { neverSilent } from './walk';

neverSilent('questions', 40);
