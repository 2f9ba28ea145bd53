import { t } from '@/lib/i18n';
import type { Failure } from '@/lib/store/failures';

/** The reason of a failure: in the user's language where it is one of ours, else as whoever failed said it. */
export const failureWords = ({ own, words, cause }: Failure): string =>
  own ? `${t(`failure.why.${own}`)}${cause === undefined ? '' : ` (${cause})`}` : words;
