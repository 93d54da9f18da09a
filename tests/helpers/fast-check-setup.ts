import fc from 'fast-check';

// Continuous integration tries the same cases each time; `STUDIO_SEED=$RANDOM` tries others.
fc.configureGlobal({ seed: Number(process.env.STUDIO_SEED ?? 20_261_128) });
