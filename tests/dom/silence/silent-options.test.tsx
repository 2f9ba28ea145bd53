import { neverSilent } from './walk';

neverSilent('options');
neverSilent('options-quotas', 8);
neverSilent('options-rules', 8);
neverSilent('options-scoring', 2);
neverSilent('options-privacy', 4);
neverSilent('options-appearance', 3);
neverSilent('options-keys', 1);
