import * as z from 'zod';

/** What a page or the studio calls something for as long as it runs: a job, an open video, what can be undone. */
export const idSchema = z.string().min(1).max(64);

/** The job as which a call reports how far it is, and by which it is cancelled; the page chooses it. */
export const jobSchema = idSchema.optional();
