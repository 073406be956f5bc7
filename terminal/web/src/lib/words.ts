// Words: everything that the pages themselves say, Chinese first. What the service says comes in both
// languages with its answers.

import {displayWords} from '../display/words';
import {storeWords} from '../store/words';
import {tillWords} from './words_till';

export const words = {...tillWords, ...storeWords, ...displayWords};
export type Word = keyof typeof words;
