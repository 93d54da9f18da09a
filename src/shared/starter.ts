/** The word that stands for the starting model where a model is named. */
export const STARTER = 'starter';

/** What it is called in lists. */
export const STARTER_LABEL = 'Starting model: only a helper';
