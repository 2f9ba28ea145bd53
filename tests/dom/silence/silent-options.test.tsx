import { neverSilent } from './walk';

neverSilent('options', 6);
neverSilent('options-quotas', 9);
neverSilent('options-rules', 18);
neverSilent('options-scoring', 4);
neverSilent('options-privacy', 7);
neverSilent('options-appearance', 7);
neverSilent('options-keys', 10);
