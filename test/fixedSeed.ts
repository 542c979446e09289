import fc from 'fast-check';

/** What is made up is the same each time, so that who breaks nothing meets no failure of others. To hunt: FUZZ_SEED=… */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['FUZZ_SEED'] ?? 20_261) });
