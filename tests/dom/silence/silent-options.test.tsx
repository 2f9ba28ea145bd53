import { neverSilent } from './walk';

neverSilent('options');
neverSilent('options-quotas', 8);
neverSilent('options-rules', 8);
neverSilent('options-scoring', 2);
neverSilent('options-privacy', 6);
neverSilent('options-appearance');
neverSilent('options-keys', 1);
